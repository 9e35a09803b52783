package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/**
 * Self-attention with one head among the pixels of each frame; frames do not see each other.
 *
 * @param queryKeyValue {@code [3C, C]}
 * @param queryKeyValueBias {@code [3C]}
 * @param projection {@code [C, C]}
 * @param projectionBias {@code [C]}
 */
record SpatialAttention(
        ChannelNorm norm, Tensor queryKeyValue, Tensor queryKeyValueBias, Tensor projection, Tensor projectionBias) {

    /** {@code [T, H, W, C] → [T, H, W, C]}. */
    Tensor forward(Ops ops, Tensor x) {
        long frames = x.size(0);
        long channels = x.size(3);
        try (TensorScope scope = ops.scope()) {
            Tensor pixels = ops.reshape(norm.forward(ops, x), frames, 1, -1, channels); // [T, 1, HW, C]
            Tensor qkv = ops.linear(pixels, queryKeyValue, queryKeyValueBias); // [T, 1, HW, 3C]
            Tensor query = ops.narrow(qkv, -1, 0, channels); // [T, 1, HW, C]
            Tensor key = ops.narrow(qkv, -1, channels, channels); // [T, 1, HW, C]
            Tensor value = ops.narrow(qkv, -1, 2 * channels, channels); // [T, 1, HW, C]
            double scale = 1 / Math.sqrt((double) channels);
            Tensor attended = ops.scaledDotProductAttention(query, key, value, null, scale); // [T, 1, HW, C]
            Tensor projected = ops.linear(attended, projection, projectionBias); // [T, 1, HW, C]
            return scope.keep(ops.add(ops.reshape(projected, x.shape()), x)); // [T, H, W, C]
        }
    }
}
