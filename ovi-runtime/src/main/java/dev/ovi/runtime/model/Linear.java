package dev.ovi.runtime.model;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * An affine map of a sequence's rows, {@code x·weightᵀ + bias}. How the weight is held is an implementation's business;
 * every other one is compared with {@link DenseLinear}.
 */
public interface Linear {

    /**
     * Maps every row.
     *
     * @param x {@code [L, in]}
     * @return {@code [L, out]}
     */
    Tensor apply(Ops ops, Tensor x);

    /** Claims the weights of a map and decides how they are held; chosen once, where a model is opened. */
    @FunctionalInterface
    interface Loader {

        /**
         * Claims a map with a bias.
         *
         * @param module the module that has the tensors {@code weight}, {@code [out, in]}, and {@code bias}, {@code [out]}
         */
        Linear load(Weights module, int out, int in);
    }
}
