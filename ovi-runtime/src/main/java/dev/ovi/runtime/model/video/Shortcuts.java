package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * The ways around a down- or upsampling block that have no weights: space and time move into channels or out of them,
 * and channels are averaged or repeated until their number fits. They are inverse to each other up to the average.
 * Source: upstream's {@code AvgDown3D} and {@code DupUp3D} in {@code vae2_2.py}.
 */
final class Shortcuts {
    private Shortcuts() {}

    /**
     * Averages neighbourhoods of {@code timeFactor × spaceFactor × spaceFactor} pixels, and neighbouring channels with
     * them, into {@code channels} channels. Frames that are missing at the front count as zeros.
     *
     * @param x {@code [T, H, W, C]}
     * @return {@code [⌈T/timeFactor⌉, H/spaceFactor, W/spaceFactor, channels]}
     */
    static Tensor averageDown(Ops ops, Tensor x, long channels, int timeFactor, int spaceFactor) {
        long missing = Math.floorMod(-x.size(0), timeFactor);
        Tensor whole = missing == 0
                ? x
                : ops.cat(List.of(ops.zeros(x.dtype(), x.device(), missing, x.size(1), x.size(2), x.size(3)), x), 0);
        long t = whole.size(0) / timeFactor;
        long h = x.size(1) / spaceFactor;
        long w = x.size(2) / spaceFactor;
        Tensor blocks = ops.reshape(whole, t, timeFactor, h, spaceFactor, w, spaceFactor, x.size(3));
        Tensor channelsFirst = ops.permute(blocks, 0, 2, 4, 6, 1, 3, 5); // [t, h, w, C, time, row, column]
        Tensor groups = ops.reshape(channelsFirst, t, h, w, channels, -1);
        return ops.mean(groups, false, -1); // [t, h, w, channels]
    }

    /**
     * Repeats channels, and deals them out over neighbourhoods of {@code timeFactor × spaceFactor × spaceFactor} pixels.
     *
     * @param x {@code [T, H, W, C]}
     * @return {@code [T·timeFactor, H·spaceFactor, W·spaceFactor, channels]}
     */
    static Tensor duplicateUp(Ops ops, Tensor x, long channels, int timeFactor, int spaceFactor) {
        long t = x.size(0);
        long h = x.size(1);
        long w = x.size(2);
        long repeats = channels * timeFactor * spaceFactor * spaceFactor / x.size(3);
        Tensor repeated = ops.expand(ops.unsqueeze(x, -1), t, h, w, x.size(3), repeats);
        Tensor dealt = ops.reshape(repeated, t, h, w, channels, timeFactor, spaceFactor, spaceFactor);
        Tensor pixels = ops.permute(dealt, 0, 4, 1, 5, 2, 6, 3); // [t, time, h, row, w, column, channels]
        return ops.reshape(pixels, t * timeFactor, h * spaceFactor, w * spaceFactor, channels);
    }
}
