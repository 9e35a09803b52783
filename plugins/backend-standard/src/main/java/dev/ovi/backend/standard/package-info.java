/**
 * Attention as the textbook writes it, with the probabilities in plain sight: what other backends can be compared with.
 * Clarity goes before speed here; nothing is fused.
 */
@NullMarked
package dev.ovi.backend.standard;

import org.jspecify.annotations.NullMarked;
