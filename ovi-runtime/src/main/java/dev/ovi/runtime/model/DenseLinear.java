package dev.ovi.runtime.model;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * A map whose weight is a tensor of the type that the model computes in.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
public record DenseLinear(Tensor weight, Tensor bias) implements Linear {

    /** Claims a map; a {@link Linear.Loader}. */
    public static DenseLinear load(Weights module, int out, int in) {
        return new DenseLinear(module.claim("weight", out, in), module.claim("bias", out));
    }

    @Override
    public Tensor apply(Ops ops, Tensor x) {
        return ops.linear(x, weight, bias);
    }
}
