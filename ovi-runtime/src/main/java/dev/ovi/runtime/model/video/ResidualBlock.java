package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Two rounds of norm, SiLU and causal 3×3×3 convolution, added to the input or to its projection.
 *
 * @param shortcut a 1×1×1 convolution where the number of channels changes, else null
 */
record ResidualBlock(
        ChannelNorm norm1,
        CausalConv3d conv1,
        ChannelNorm norm2,
        CausalConv3d conv2,
        @Nullable CausalConv3d shortcut) {

    /** {@code [T, H, W, in] → [T, H, W, out]}. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        try (TensorScope scope = ops.scope()) {
            Tensor h = ops.silu_(norm1.forward(ops, x)); // [T, H, W, in]
            h = conv1.forward(ops, h, state); // [T, H, W, out]
            h = ops.silu_(norm2.forward(ops, h)); // [T, H, W, out]
            h = conv2.forward(ops, h, state); // [T, H, W, out]
            Tensor skip = shortcut == null ? x : shortcut.forward(ops, x, state); // [T, H, W, out]
            return scope.keep(ops.add(h, skip)); // [T, H, W, out]
        }
    }
}
