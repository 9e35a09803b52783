package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/** The last layers of both networks: norm, SiLU, convolution. */
record OutputLayers(ChannelNorm norm, CausalConv3d conv) {

    /** {@code [T, H, W, in] → [T, H, W, out]}. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        return conv.forward(ops, ops.silu_(norm.forward(ops, x)), state);
    }
}
