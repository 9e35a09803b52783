/**
 * What happens to attention between a backend and a sink: which maps are wanted, where they accumulate and what it costs.
 * Knows neither the model nor files.
 */
@NullMarked
package dev.ovi.runtime.capture;

import org.jspecify.annotations.NullMarked;
