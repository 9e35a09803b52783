/**
 * What happens to attention between a backend and a sink: which words are meant, which maps are wanted, where they
 * accumulate and what it costs; and records on disk. Knows neither the model nor the command line.
 */
@NullMarked
package dev.ovi.runtime.capture;

import org.jspecify.annotations.NullMarked;
