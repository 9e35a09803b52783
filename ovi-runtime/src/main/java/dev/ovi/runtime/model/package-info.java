/**
 * The neural networks, in subpackages that know nothing of one another: text, fusion, video, audio. What they share lies
 * here. Sampling, capture and files are elsewhere; weights come in through {@code checkpoint} claims.
 */
@NullMarked
package dev.ovi.runtime.model;

import org.jspecify.annotations.NullMarked;
