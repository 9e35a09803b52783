package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Doubles height and width, and the number of frames where there is a convolution over time. The clip's first frame
 * stays one frame: it stands for itself, every later one for two.
 *
 * @param timeConv kernel 3×1×1, from C to 2C channels, or null to leave the number of frames alone
 * @param conv kernel 3×3, stride 1
 */
record Upsampling(@Nullable CausalConv3d timeConv, SpatialConv conv) {

    /** {@code [T, H, W, C] → [T or 2T, 2H, 2W, C]}. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        Tensor frames = timeConv == null || state.isFirstChunk() ? x : doubleFrames(ops, timeConv, x, state);
        return conv.forward(ops, doublePixels(ops, frames));
    }

    private static Tensor doubleFrames(Ops ops, CausalConv3d timeConv, Tensor x, ClipState state) {
        long t = x.size(0);
        long h = x.size(1);
        long w = x.size(2);
        Tensor both = ops.reshape(timeConv.forward(ops, x, state), t, h, w, 2, -1); // [T, H, W, 2, C]
        return ops.reshape(ops.permute(both, 0, 3, 1, 2, 4), 2 * t, h, w, -1); // [2T, H, W, C]
    }

    private static Tensor doublePixels(Ops ops, Tensor x) {
        long t = x.size(0);
        long h = x.size(1);
        long w = x.size(2);
        long c = x.size(3);
        Tensor repeated = ops.expand(ops.reshape(x, t, h, 1, w, 1, c), t, h, 2, w, 2, c);
        return ops.reshape(repeated, t, 2 * h, 2 * w, c); // [T, 2H, 2W, C]
    }
}
