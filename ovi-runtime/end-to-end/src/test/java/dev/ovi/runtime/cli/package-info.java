/** Whole commands, from their arguments to their files. */
@NullMarked
package dev.ovi.runtime.cli;

import org.jspecify.annotations.NullMarked;
