/**
 * What every package of the runtime may use: the two kinds of failure that a user sees, how messages put amounts and many
 * problems, the search for the name that was meant, files that appear whole or not at all, and what is known of this process
 * and left to it. Depends on the API alone.
 */
@NullMarked
package dev.ovi.runtime.base;

import org.jspecify.annotations.NullMarked;
