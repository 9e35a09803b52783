/**
 * What a model's files hold: safetensors and PyTorch files read without copying, safetensors written whole or not at all,
 * upstream's directory layout, and the sizes of a model. Nothing here knows what a tensor is for, and nothing computes.
 */
@NullMarked
package dev.ovi.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
