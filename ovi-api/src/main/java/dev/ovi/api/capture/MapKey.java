package dev.ovi.api.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import java.util.OptionalInt;

/**
 * What a map that is handed to a sink belongs to.
 *
 * @param kind which sequence attends to which
 * @param branch which pass of classifier-free guidance
 * @param step the diffusion step, from 0
 * @param timestep the sampler's value for this step
 * @param layer the layer; absent for the mean over the requested layers
 * @param head the head; absent for the mean over heads
 */
public record MapKey(
        AttentionKind kind, Branch branch, int step, double timestep, OptionalInt layer, OptionalInt head) {}
