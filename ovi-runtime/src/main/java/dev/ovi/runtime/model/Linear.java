package dev.ovi.runtime.model;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of an affine map of a sequence's rows.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or {@code null}
 */
public record Linear(Tensor weight, @Nullable Tensor bias) {

    /** Claims a map with a bias. */
    public static Linear load(Weights module, int out, int in) {
        return new Linear(module.claim("weight", out, in), module.claim("bias", out));
    }

    /**
     * {@code x·weightᵀ + bias}.
     *
     * @param x {@code [L, in]}
     * @return {@code [L, out]}
     */
    public Tensor apply(Ops ops, Tensor x) {
        return ops.linear(x, weight, bias);
    }
}
