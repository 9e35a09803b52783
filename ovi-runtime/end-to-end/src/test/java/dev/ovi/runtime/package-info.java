/** Ovi as a program that embeds it uses it, with the small trained model. */
@NullMarked
package dev.ovi.runtime;

import org.jspecify.annotations.NullMarked;
