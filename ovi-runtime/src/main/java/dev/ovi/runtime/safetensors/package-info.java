/**
 * The safetensors format: single and sharded files read without copying and held to every rule of it, and files written whole
 * or not at all, also while they grow. Knows nothing of what tensors are for.
 */
@NullMarked
package dev.ovi.runtime.safetensors;

import org.jspecify.annotations.NullMarked;
