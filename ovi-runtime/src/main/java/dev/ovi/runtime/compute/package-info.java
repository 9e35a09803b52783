/**
 * What a computation needs, made in one place at the top and handed down. Nothing below looks up a libtorch, a device or a
 * number of threads by itself.
 */
@NullMarked
package dev.ovi.runtime.compute;

import org.jspecify.annotations.NullMarked;
