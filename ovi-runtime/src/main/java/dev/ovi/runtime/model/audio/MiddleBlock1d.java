package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/** The part at the lowest resolution: attention between two residual blocks. */
record MiddleBlock1d(ResidualBlock1d first, Attention1d attention, ResidualBlock1d second) {

    /** {@code [B, C, L] → [B, C, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        Tensor h = first.forward(ops, x); // [B, C, L]
        h = attention.forward(ops, h); // [B, C, L]
        return AudioVae.clip(ops, second.forward(ops, h)); // [B, C, L]
    }
}
