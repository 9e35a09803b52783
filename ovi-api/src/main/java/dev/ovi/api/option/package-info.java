/**
 * Typed, documented options that a plugin declares and the host validates. No option is read any other way.
 */
@NullMarked
package dev.ovi.api.option;

import org.jspecify.annotations.NullMarked;
