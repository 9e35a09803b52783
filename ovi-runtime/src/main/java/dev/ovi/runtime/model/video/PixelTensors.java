package dev.ovi.runtime.model.video;

import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/** Conversions at the pixel end of the autoencoder: bytes, numbers in [−1, 1], and patches of 2×2 pixels. */
public final class PixelTensors {
    /** The height and width of a patch. */
    static final int PATCH = 2;

    /** The channels of a patch: three colours for each of its pixels. */
    static final int PATCH_CHANNELS = 3 * PATCH * PATCH;

    private PixelTensors() {}

    /**
     * Numbers as bytes, by truncation: {@code ⌊(x + 1) / 2 · 255⌋}, as upstream's {@code save_video} does it.
     *
     * @param frames {@code [3, T, H, W]} in [−1, 1]; what lies outside is clipped
     * @return {@code [T, H, W, 3]}, unsigned bytes, red first
     */
    public static Tensor toBytes(Ops ops, Tensor frames) {
        try (TensorScope scope = ops.scope()) {
            Tensor clipped = ops.clamp(frames, -1, 1);
            Tensor scaled = ops.mul(ops.div(ops.add(clipped, 1), 2), 255); // in this order, for the same roundings
            return scope.keep(ops.to(ops.contiguous(ops.permute(scaled, 1, 2, 3, 0)), DType.UINT8));
        }
    }

    /**
     * Bytes as numbers: {@code b / 255 · 2 − 1}.
     *
     * @param bytes {@code [T, H, W, 3]}, unsigned bytes, red first
     * @return {@code [3, T, H, W]} in [−1, 1], float32
     */
    public static Tensor fromBytes(Ops ops, Tensor bytes) {
        try (TensorScope scope = ops.scope()) {
            Tensor unit = ops.div(ops.to(ops.contiguous(ops.permute(bytes, 3, 0, 1, 2)), DType.FLOAT32), 255);
            return scope.keep(ops.add(ops.mul(unit, 2), -1));
        }
    }

    /** {@code [3, T, 2h, 2w] → [T, h, w, 12]}; channels in order colour, column, row. */
    static Tensor toPatches(Ops ops, Tensor frames) {
        long t = frames.size(1);
        long h = frames.size(2) / PATCH;
        long w = frames.size(3) / PATCH;
        Tensor split = ops.reshape(frames, 3, t, h, PATCH, w, PATCH); // colour, T, h, row, w, column
        return ops.reshape(ops.permute(split, 1, 2, 4, 0, 5, 3), t, h, w, PATCH_CHANNELS);
    }

    /** {@code [T, h, w, 12] → [3, T, 2h, 2w]}. */
    static Tensor fromPatches(Ops ops, Tensor patches) {
        long t = patches.size(0);
        long h = patches.size(1);
        long w = patches.size(2);
        Tensor split = ops.reshape(patches, t, h, w, 3, PATCH, PATCH); // T, h, w, colour, column, row
        return ops.reshape(ops.permute(split, 3, 0, 1, 5, 2, 4), 3, t, h * PATCH, w * PATCH);
    }
}
