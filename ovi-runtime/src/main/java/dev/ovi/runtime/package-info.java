/**
 * The way in for programs that embed Ovi: {@link dev.ovi.runtime.Ovi} opens, generates, renders and reads. What its
 * signatures name, and {@link dev.ovi.runtime.config.ConfigurationLoader}, is stable as {@code dev.ovi.api} is; every other package of the runtime may change with any version.
 */
@NullMarked
package dev.ovi.runtime;

import org.jspecify.annotations.NullMarked;
