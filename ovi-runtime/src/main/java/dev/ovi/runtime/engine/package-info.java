/**
 * A run from prompt to files: loads the model, samples, decodes, captures, renders. Wires the packages below together;
 * knows nothing of the command line.
 */
@NullMarked
package dev.ovi.runtime.engine;

import org.jspecify.annotations.NullMarked;
