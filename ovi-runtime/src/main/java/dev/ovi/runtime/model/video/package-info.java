/**
 * The Wan 2.2 video autoencoder: clips to latents and back, latent frame by latent frame. Activations are channels-last,
 * {@code [T, H, W, C]}. Nothing here knows about the transformer, files or video containers.
 */
@NullMarked
package dev.ovi.runtime.model.video;

import org.jspecify.annotations.NullMarked;
