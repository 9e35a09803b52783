/**
 * Tensors as they cross the SPI: borrowed views over memory that somebody else owns, in DLPack's terms. Nothing here
 * allocates, frees or computes.
 */
@NullMarked
package dev.ovi.api.tensor;

import org.jspecify.annotations.NullMarked;
