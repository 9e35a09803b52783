package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * A convolution over time, height and width whose outputs depend on no later frame. In space it is padded to keep the
 * size. In time it is padded at the front only: with the last frames of the chunk before, or with zeros where there is
 * none.
 *
 * @param weight {@code [out, in, kernel_t, kernel_h, kernel_w]}, odd spatial kernels
 * @param bias {@code [out]}
 * @param timeStride the step in time
 */
record CausalConv3d(Tensor weight, Tensor bias, int timeStride) {

    /**
     * The next chunk of a clip.
     *
     * @param x {@code [T, H, W, in]}
     * @param state where this convolution's last input frames are kept
     * @return {@code [T, H, W, out]}
     */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        long needed = weight.size(2) - 1; // frames before the one that is computed
        if (needed == 0) {
            return convolve(ops, x, weight);
        }
        Tensor before = state.framesBefore(this); // [kernel_t − 1, H, W, in]
        if (before == null && x.size(0) == 1) {
            state.remember(this, zerosBefore(ops, x, needed - 1));
            return convolve(ops, x, ops.narrow(weight, 2, needed, 1)); // all but the last tap would see zeros
        }
        Tensor input = before == null ? zerosBefore(ops, x, needed) : ops.cat(List.of(before, x), 0);
        state.remember(this, ops.copy(ops.narrow(input, 0, x.size(0), needed)));
        return convolve(ops, input, weight); // [kernel_t − 1 + T, H, W, in] → [T, H, W, out]
    }

    /**
     * A convolution of frames that already include those before them, without padding in time.
     *
     * @param x {@code [T, H, W, in]}
     * @return {@code [(T − kernel_t) / stride + 1, H, W, out]}
     */
    Tensor convolve(Ops ops, Tensor x) {
        return convolve(ops, x, weight);
    }

    private Tensor convolve(Ops ops, Tensor x, Tensor taps) {
        Tensor channelsFirst = ops.unsqueeze(ops.permute(x, 3, 0, 1, 2), 0); // [1, in, T, H, W], a view
        long[] stride = {timeStride, 1, 1};
        long[] padding = {0, taps.size(3) / 2, taps.size(4) / 2};
        Tensor y = ops.conv3d(channelsFirst, taps, bias, stride, padding); // [1, out, T', H, W]
        return ops.contiguous(ops.permute(ops.squeeze(y, 0), 1, 2, 3, 0)); // [T', H, W, out]
    }

    private static Tensor zerosBefore(Ops ops, Tensor x, long frames) {
        Tensor zeros = ops.zeros(x.dtype(), x.device(), frames, x.size(1), x.size(2), x.size(3));
        return ops.cat(List.of(zeros, x), 0);
    }
}
