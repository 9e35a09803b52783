package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * From the rows of a backbone to what they predict: a modulated layer norm and a linear map.
 *
 * @param modulation {@code [1, 2, dim]}: shift and scale, to which the time embedding (not its projection) is added
 * @param map {@code [patch·channels, dim]}
 */
record Head(Tensor modulation, Linear map) {

    static Head load(Linear.Loader linear, Weights head, BackboneConfiguration configuration) {
        int dim = configuration.dim();
        return new Head(
                head.claim("modulation", 1, 2, dim),
                linear.load(head.at("head"), configuration.patch().size() * configuration.outChannels(), dim));
    }

    /** {@code [L, dim]} to {@code [L, patch·channels]}. */
    Tensor predict(Ops ops, Stages stages, Tensor x, TimeConditioning time, double epsilon) {
        Tensor sum = ops.add(modulation, ops.unsqueeze(time.embedding(), 1)); // [S, 2, dim]
        return map.apply(ops, stages.modulatedLayerNorm(x, Modulation.each(ops, sum, time.rows(), 0), epsilon));
    }
}
