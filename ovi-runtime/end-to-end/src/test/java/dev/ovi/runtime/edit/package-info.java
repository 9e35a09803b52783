/** Edits as backends carry them out. */
@NullMarked
package dev.ovi.runtime.edit;

import org.jspecify.annotations.NullMarked;
