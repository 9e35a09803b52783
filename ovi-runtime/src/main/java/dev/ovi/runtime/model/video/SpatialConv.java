package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * A convolution within each frame.
 *
 * @param weight {@code [out, in, kernel_h, kernel_w]}
 * @param bias {@code [out]}
 * @param stride the step in height and width
 * @param padding the zeros around each frame
 */
record SpatialConv(Tensor weight, Tensor bias, int stride, int padding) {

    /** {@code [T, H, W, in] → [T, H', W', out]}. */
    Tensor forward(Ops ops, Tensor x) {
        Tensor channelsFirst = ops.permute(x, 0, 3, 1, 2); // [T, in, H, W], a view
        Tensor y = ops.conv2d(channelsFirst, weight, bias, stride, padding); // [T, out, H', W']
        return ops.contiguous(ops.permute(y, 0, 2, 3, 1)); // [T, H', W', out]
    }
}
