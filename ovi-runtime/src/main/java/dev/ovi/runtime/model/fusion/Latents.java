package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Tensor;

/**
 * A video latent and an audio latent, or what the model predicts for them.
 *
 * @param video {@code [channels, frames, height, width]}
 * @param audio {@code [length, channels]}
 */
public record Latents(Tensor video, Tensor audio) {}
