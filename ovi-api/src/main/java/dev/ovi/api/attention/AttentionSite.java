package dev.ovi.api.attention;

import org.jspecify.annotations.Nullable;

/**
 * Where in a run one attention call happens.
 *
 * @param kind which sequence attends to which
 * @param branch which pass of classifier-free guidance
 * @param step the diffusion step, from 0
 * @param timestep the sampler's value for this step, in 0…1000
 * @param layer the transformer block, from 0
 * @param queryGrid the grid of the queries
 * @param keyGrid the grid of the keys; absent when the keys are tokens
 */
public record AttentionSite(
        AttentionKind kind,
        Branch branch,
        int step,
        double timestep,
        int layer,
        PatchGrid queryGrid,
        @Nullable PatchGrid keyGrid) {}
