/**
 * What the user asked for: one table of settings, the layers that values come from, and the typed configuration that
 * results. Nothing here runs a model, loads a plugin or prints; every other package of the runtime may depend on it.
 */
@NullMarked
package dev.ovi.runtime.config;

import org.jspecify.annotations.NullMarked;
