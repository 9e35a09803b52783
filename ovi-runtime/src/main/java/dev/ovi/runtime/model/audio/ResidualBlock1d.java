package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Pixel norm, then two rounds of SiLU and convolution, summed with the normed input or its projection.
 *
 * @param shortcut a convolution of kernel 1 where the number of channels changes, else null
 */
record ResidualBlock1d(Conv1d conv1, Conv1d conv2, @Nullable Conv1d shortcut) {
    /** How much the new part counts in the sum. */
    static final double BLEND = 0.3;

    /** {@code [B, in, L] → [B, out, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        try (TensorScope scope = ops.scope()) {
            Tensor normed = Magnitude.normalize(ops, x, 1); // [B, in, L]
            Tensor h = conv1.forward(ops, Magnitude.silu(ops, normed)); // [B, out, L]
            h = conv2.forward(ops, Magnitude.silu(ops, h)); // [B, out, L]
            Tensor skip = shortcut == null ? normed : shortcut.forward(ops, normed); // [B, out, L]
            return scope.keep(Magnitude.sum(ops, skip, h, BLEND));
        }
    }
}
