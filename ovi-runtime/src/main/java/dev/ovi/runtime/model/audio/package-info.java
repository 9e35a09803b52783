/**
 * Ovi's sound: the mel spectrogram front end, MMAudio's autoencoder of spectrograms, and the BigVGAN vocoder.
 * Activations are {@code [B, C, L]}. Nothing here knows about the transformer, files or audio containers.
 */
@NullMarked
package dev.ovi.runtime.model.audio;

import org.jspecify.annotations.NullMarked;
