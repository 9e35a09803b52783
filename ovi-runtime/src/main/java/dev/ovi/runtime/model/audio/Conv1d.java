package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over time that keeps the length; its input is converted to the type of its weights.
 *
 * @param weight {@code [out, in, kernel]}, an odd kernel
 * @param bias {@code [out]}, or null for none
 * @param dilation the step between the kernel's taps
 */
record Conv1d(Tensor weight, @Nullable Tensor bias, int dilation) {

    /** {@code [B, in, L] → [B, out, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        long padding = (weight.size(2) - 1) / 2 * dilation;
        return ops.conv1d(ops.to(x, weight.dtype()), weight, bias, 1, padding, dilation, 1);
    }
}
