/**
 * From a prompt to a video, its sound and the record of its attention: loads the model, encodes texts, denoises, decodes.
 * Wires the packages below together; draws nothing, and knows nothing of the command line.
 */
@NullMarked
package dev.ovi.runtime.generate;

import org.jspecify.annotations.NullMarked;
