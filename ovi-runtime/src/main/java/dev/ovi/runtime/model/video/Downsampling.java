package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Halves height and width, and the number of frames where there is a convolution over time. The clip's first frame stays
 * a frame of its own.
 *
 * @param conv kernel 3×3, stride 2, no padding
 * @param timeConv kernel 3×1×1, stride 2, or null to leave the number of frames alone
 */
record Downsampling(SpatialConv conv, @Nullable CausalConv3d timeConv) {

    /** {@code [T, H, W, C] → [T or T/2, H/2, W/2, C]}; a first chunk of one frame stays one frame. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        Tensor padded = ops.pad(x, 0, 0, 0, 1, 0, 1); // [T, H+1, W+1, C], zeros at the right and at the bottom
        Tensor half = conv.forward(ops, padded); // [T, H/2, W/2, C]
        return timeConv == null ? half : halveFrames(ops, timeConv, half, state);
    }

    private static Tensor halveFrames(Ops ops, CausalConv3d timeConv, Tensor x, ClipState state) {
        Tensor before = state.framesBefore(timeConv); // [1, H, W, C]
        Tensor input = before == null ? x : ops.cat(List.of(before, x), 0); // [1 + T, H, W, C] after the first chunk
        state.remember(timeConv, ops.copy(ops.narrow(x, 0, x.size(0) - 1, 1)));
        return before == null ? x : timeConv.convolve(ops, input); // [T/2, H, W, C]
    }
}
