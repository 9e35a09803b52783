/**
 * Edits of attention: what the configuration says of words, looked up in one run and turned into what backends add to
 * logits. Knows neither the model nor a backend.
 */
@NullMarked
package dev.ovi.runtime.edit;

import org.jspecify.annotations.NullMarked;
