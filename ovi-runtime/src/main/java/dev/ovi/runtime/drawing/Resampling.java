package dev.ovi.runtime.drawing;

import dev.ovi.api.record.Plane;
import dev.ovi.runtime.media.Rgb;
import java.awt.image.BufferedImage;

/** Maps and pictures in other sizes. */
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

    /**
     * The mean over the area of the original that each pixel of the result covers, so that nothing is left out where a
     * picture shrinks; where it grows, pixels become blocks with soft edges. As OpenCV's {@code INTER_AREA} when shrinking.
     */
    static BufferedImage area(BufferedImage picture, int width, int height) {
        int[] pixels = Rgb.pixels(picture);
        int fromWidth = picture.getWidth();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] target = Rgb.pixels(result);
        for (int y = 0; y < height; y++) {
            Cover rows = Cover.of(y, picture.getHeight(), height);
            for (int x = 0; x < width; x++) {
                Cover columns = Cover.of(x, fromWidth, width);
                double red = 0;
                double green = 0;
                double blue = 0;
                for (int row = rows.first; row < rows.last; row++) {
                    for (int column = columns.first; column < columns.last; column++) {
                        double weight = rows.weight(row) * columns.weight(column);
                        int pixel = pixels[row * fromWidth + column];
                        red += weight * (pixel >> 16 & 0xFF);
                        green += weight * (pixel >> 8 & 0xFF);
                        blue += weight * (pixel & 0xFF);
                    }
                }
                target[y * width + x] = rounded(red) << 16 | rounded(green) << 8 | rounded(blue);
            }
        }
        return result;
    }

    private static int rounded(double channel) {
        return Math.min((int) (channel + 0.5), 255);
    }

    /** What one index of the result covers of the original: from {@code start} to {@code end}, not in whole pixels. */
    private record Cover(double start, double end, int first, int last) {

        static Cover of(int index, int from, int to) {
            double start = (double) index * from / to;
            double end = (double) (index + 1) * from / to;
            return new Cover(start, end, (int) start, Math.min((int) Math.ceil(end), from));
        }

        /** The share of the covered area that lies in a pixel of the original. */
        double weight(int pixel) {
            return (Math.min(pixel + 1, end) - Math.max(pixel, start)) / (end - start);
        }
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
