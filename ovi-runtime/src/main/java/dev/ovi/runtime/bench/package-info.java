/**
 * Measures backends of attention beside libtorch's own, in one process and in turns: time, memory, and how far from
 * float64 they are. Measures only; what is printed is decided elsewhere.
 */
@NullMarked
package dev.ovi.runtime.bench;

import org.jspecify.annotations.NullMarked;
