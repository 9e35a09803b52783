/**
 * From a prompt to the text encoder's features: clean-up, audio tags, tokens, and the umT5 encoder. Knows nothing of
 * video, audio or sampling; the fusion model projects the features to its own width.
 */
@NullMarked
package dev.ovi.runtime.model.text;

import org.jspecify.annotations.NullMarked;
