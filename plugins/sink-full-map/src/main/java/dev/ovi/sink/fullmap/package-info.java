/** The sink that keeps everything: every layer and head of each step, written to disk as it comes. */
@NullMarked
package dev.ovi.sink.fullmap;

import org.jspecify.annotations.NullMarked;
