package dev.ovi.runtime.media;

import dev.ovi.api.record.Plane;

/** Maps in other sizes. */
final class Resampling {
    private Resampling() {}

    /**
     * Bilinear interpolation with half-pixel centres: the centre of result pixel x lies at
     * {@code (x + 0.5) · from / to − 0.5} of the original, edges repeated. As OpenCV's {@code INTER_LINEAR}.
     */
    static Plane bilinear(Plane plane, int width, int height) {
        Axis columns = Axis.of(plane.width(), width);
        Axis rows = Axis.of(plane.height(), height);
        float[] values = plane.values();
        float[] result = new float[Math.multiplyExact(width, height)];
        for (int y = 0; y < height; y++) {
            int upper = rows.below[y] * plane.width();
            int lower = rows.above[y] * plane.width();
            double down = rows.share[y];
            for (int x = 0; x < width; x++) {
                int left = columns.below[x];
                int right = columns.above[x];
                double across = columns.share[x];
                double top = values[upper + left] + across * ((double) values[upper + right] - values[upper + left]);
                double bottom = values[lower + left] + across * ((double) values[lower + right] - values[lower + left]);
                result[y * width + x] = (float) (top + down * (bottom - top));
            }
        }
        return new Plane(width, height, result);
    }

    /** For each index of the result: its two neighbours in the original, and how far it lies between them. */
    private record Axis(int[] below, int[] above, double[] share) {

        static Axis of(int from, int to) {
            Axis axis = new Axis(new int[to], new int[to], new double[to]);
            for (int i = 0; i < to; i++) {
                double position = Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
                axis.below[i] = (int) position;
                axis.above[i] = Math.min(axis.below[i] + 1, from - 1);
                axis.share[i] = position - axis.below[i];
            }
            return axis;
        }
    }
}
