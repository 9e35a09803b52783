package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/** The part at the lowest resolution: attention between two residual blocks. */
record MiddleBlock(ResidualBlock first, SpatialAttention attention, ResidualBlock second) {

    /** {@code [T, H, W, C] → [T, H, W, C]}. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        Tensor h = first.forward(ops, x, state); // [T, H, W, C]
        h = attention.forward(ops, h); // [T, H, W, C]
        return second.forward(ops, h, state); // [T, H, W, C]
    }
}
