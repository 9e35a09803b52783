/**
 * Words as users think of them: looked up in the tokens of a prompt, and shown beside them. Knows nothing of maps.
 */
@NullMarked
package dev.ovi.runtime.words;

import org.jspecify.annotations.NullMarked;
