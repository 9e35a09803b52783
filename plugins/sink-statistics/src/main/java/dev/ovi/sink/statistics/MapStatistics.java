package dev.ovi.sink.statistics;

import dev.ovi.api.attention.PatchGrid;
import org.jspecify.annotations.Nullable;

/**
 * What one map amounts to.
 *
 * @param mean the mean over all patches, in 0…1
 * @param peak the largest value, in 0…1
 * @param distribution how the map is spread over the clip; {@code null} for a map that is zero everywhere, which is nowhere
 */
record MapStatistics(double mean, double peak, @Nullable Distribution distribution) {

    /**
     * A map as a distribution over the clip's patches: divided by its sum.
     *
     * @param entropy in nats: 0 for a single patch, ln(patches) for a map that is the same everywhere
     * @param normalizedEntropy the same divided by ln(patches), in 0…1; 0 where there is only one patch
     * @param peak the patch with the largest value, the first of several
     * @param center the mean of the patches' coordinates
     */
    record Distribution(double entropy, double normalizedEntropy, Point peak, Point center) {}

    /**
     * A place in a clip, in patches: the middle of the patch in frame {@code f}, row {@code r} and column {@code c} is
     * {@code (f, r, c)}.
     */
    record Point(double frame, double row, double column) {}

    /** @param map one value for each patch, none of them negative */
    static MapStatistics of(double[] map, PatchGrid grid) {
        double sum = 0;
        int peak = 0;
        for (int i = 0; i < map.length; i++) {
            sum += map[i];
            peak = map[i] > map[peak] ? i : peak;
        }
        return new MapStatistics(sum / map.length, map[peak], sum > 0 ? distribution(map, sum, peak, grid) : null);
    }

    private static Distribution distribution(double[] map, double sum, int peak, PatchGrid grid) {
        double entropy = 0;
        double frame = 0;
        double row = 0;
        double column = 0;
        for (int i = 0; i < map.length; i++) {
            double share = map[i] / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
            Point patch = patch(i, grid);
            frame += share * patch.frame();
            row += share * patch.row();
            column += share * patch.column();
        }
        double most = Math.log(map.length);
        return new Distribution(
                entropy, most > 0 ? entropy / most : 0, patch(peak, grid), new Point(frame, row, column));
    }

    private static Point patch(int index, PatchGrid grid) {
        int frame = index / grid.frameSize();
        int inFrame = index % grid.frameSize();
        int row = inFrame / grid.width();
        return new Point(frame, row, inFrame % grid.width());
    }
}
