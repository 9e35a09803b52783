/**
 * Our own flash attention for the CPU. The kernel is C, in {@code src/main/c}, and comes with the jar as compiled; what is
 * here loads it, describes a call to it and has libtorch's threads run it.
 */
@NullMarked
package dev.ovi.backend.simd;

import org.jspecify.annotations.NullMarked;
