/**
 * What every package of the runtime may use: the two kinds of failure that a user sees, and the search for the name that
 * was meant. Everything else lives in the packages below.
 */
@NullMarked
package dev.ovi.runtime;

import org.jspecify.annotations.NullMarked;
