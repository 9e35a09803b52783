/**
 * Ovi's checkpoints: upstream's directory layout, the sizes of a model, and weights that a model claims by name and shape. The
 * formats of its files are elsewhere, and nothing here computes.
 */
@NullMarked
package dev.ovi.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
