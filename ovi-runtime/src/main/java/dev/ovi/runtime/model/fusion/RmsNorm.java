package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Tensor;

/**
 * The learnt part of a root-mean-square norm.
 *
 * @param weight {@code [dim]}
 * @param epsilon what is added to the mean square
 */
public record RmsNorm(Tensor weight, double epsilon) {

    static RmsNorm load(Weights module, int dim, double epsilon) {
        return new RmsNorm(module.claim("weight", dim), epsilon);
    }
}
