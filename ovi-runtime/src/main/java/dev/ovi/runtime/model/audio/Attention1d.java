package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/**
 * Self-attention with one head over time, with queries, keys and values of unit magnitude.
 *
 * @param queryKeyValue from C to 3C channels, the three interleaved channel by channel
 * @param projection from C to C channels
 */
record Attention1d(Conv1d queryKeyValue, Conv1d projection) {

    /** {@code [B, C, L] → [B, C, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        long batch = x.size(0);
        long channels = x.size(1);
        long length = x.size(2);
        try (TensorScope scope = ops.scope()) {
            Tensor qkv = ops.reshape(queryKeyValue.forward(ops, x), batch, 1, channels, 3, length); // [B, 1, C, 3, L]
            Tensor unit = ops.permute(Magnitude.normalize(ops, qkv, 2), 3, 0, 1, 4, 2); // [3, B, 1, L, C]
            Tensor query = ops.select(unit, 0, 0); // [B, 1, L, C]
            Tensor key = ops.select(unit, 0, 1); // [B, 1, L, C]
            Tensor value = ops.select(unit, 0, 2); // [B, 1, L, C]
            double scale = 1 / Math.sqrt((double) channels);
            Tensor attended = ops.scaledDotProductAttention(query, key, value, null, scale); // [B, 1, L, C]
            Tensor channelsFirst = ops.transpose(ops.reshape(attended, batch, length, channels), 1, 2); // [B, C, L]
            return scope.keep(Magnitude.sum(ops, x, projection.forward(ops, channelsFirst), ResidualBlock1d.BLEND));
        }
    }
}
