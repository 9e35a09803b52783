package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * A transposed convolution that multiplies the length; its input is converted to the type of its weights.
 *
 * @param weight {@code [in, out, kernel]}; the kernel is longer than the rate by an even number
 * @param bias {@code [out]}
 * @param rate what the length is multiplied by
 */
record TransposedConv1d(Tensor weight, Tensor bias, int rate) {

    /** {@code [B, in, L] → [B, out, L·rate]}. */
    Tensor forward(Ops ops, Tensor x) {
        long cut = (weight.size(2) - rate) / 2;
        return ops.convTranspose1d(ops.to(x, weight.dtype()), weight, bias, rate, cut, 0, 1, 1);
    }
}
