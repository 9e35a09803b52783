package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Tensor;

/**
 * The learnt part of a layer norm.
 *
 * @param weight {@code [dim]}
 * @param bias {@code [dim]}
 * @param epsilon what is added to the variance
 */
public record LayerNorm(Tensor weight, Tensor bias, double epsilon) {

    static LayerNorm load(Weights module, int dim, double epsilon) {
        return new LayerNorm(module.claim("weight", dim), module.claim("bias", dim), epsilon);
    }
}
