/** The SPI of Ovi for Java and its value types. */
@NullMarked
package dev.ovi.api;

import org.jspecify.annotations.NullMarked;
