package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * The autoencoder's root-mean-square norm: every pixel's channels divided by their Euclidean length, times √C and a
 * learned gain.
 *
 * @param gain √C included, {@code [C]}
 */
record ChannelNorm(Tensor gain) {
    /** As PyTorch's {@code normalize}: shorter vectors are divided by this instead of by their length. */
    private static final double SHORTEST = 1e-12;

    /** {@code [T, H, W, C] → [T, H, W, C]}. */
    Tensor forward(Ops ops, Tensor x) {
        Tensor length = ops.sqrt(ops.sum(ops.square(x), true, -1)); // [T, H, W, 1]
        return ops.mul_(ops.div(x, ops.maximum(length, SHORTEST)), gain); // [T, H, W, C]
    }
}
