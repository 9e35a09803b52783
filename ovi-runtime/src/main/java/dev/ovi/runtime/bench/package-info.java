/**
 * Measures what users wait for beside a well-known yardstick, in turns: backends of attention beside libtorch's own, with
 * memory and how far from float64 they are, and GIFs beside the {@code ffmpeg} command. Measures only; what is printed is
 * decided elsewhere.
 */
@NullMarked
package dev.ovi.runtime.bench;

import org.jspecify.annotations.NullMarked;
