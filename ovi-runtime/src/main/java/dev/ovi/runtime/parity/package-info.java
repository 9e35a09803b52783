/**
 * Proof that an installation computes Ovi: every stage runs on the inputs that golden files store, and its results are
 * compared with theirs. Knows the format of golden files; computes nothing itself.
 */
@NullMarked
package dev.ovi.runtime.parity;

import org.jspecify.annotations.NullMarked;
