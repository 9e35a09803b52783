/**
 * Fused attention that can be seen: libtorch's kernel makes the output, and the log-sum-exp it returns gives the exact
 * probabilities of chosen positions, and of those only. Nothing here depends on who captures or why.
 */
@NullMarked
package dev.ovi.backend.flash;

import org.jspecify.annotations.NullMarked;
