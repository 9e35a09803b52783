/**
 * The two kinds of failure that a user sees. Everything else of the runtime lives in the packages below, which may all
 * use these.
 */
@NullMarked
package dev.ovi.runtime;

import org.jspecify.annotations.NullMarked;
