package dev.ovi.runtime.drawing;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.media.Rgb;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Lines of one height on maps. A pixel's distance from the line is how far its value is from that height, over how steeply
 * the map rises there.
 */
final class Outlines {
    /** Lines grow with pictures, so that they look alike on a page. */
    private static final double PICTURE_SIDES_IN_A_LINE = 256;

    private static final double THINNEST = 1.5;
    private static final double SEAM = 1.5;
    private static final double SEAM_SHARE = 0.6;

    private Outlines() {}

    /**
     * Draws lines, as {@link dev.ovi.api.visual.Canvas#outline} says.
     *
     * @param layers maps in the size of the picture
     */
    static BufferedImage over(BufferedImage base, List<Layer> layers, double place) {
        int width = base.getWidth();
        int height = base.getHeight();
        double thickness = Math.max(THINNEST, Math.min(width, height) / PICTURE_SIDES_IN_A_LINE);
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = Rgb.pixels(result);
        System.arraycopy(Rgb.pixels(base), 0, pixels, 0, pixels.length);
        int seam = Figure.BACKGROUND.getRGB();
        for (Layer layer : layers) {
            Scale scale = layer.scale();
            if (scale.isFlat()) {
                continue;
            }
            double value = scale.min() + place * (scale.max() - scale.min());
            int color = layer.color().getRGB();
            for (int y = 0, i = 0; y < height; y++) {
                for (int x = 0; x < width; x++, i++) {
                    double distance = distance(layer.plane(), x, y, value);
                    double dark = SEAM_SHARE * covered(distance, thickness / 2 + SEAM);
                    if (dark > 0) {
                        int seamed = Rgb.mix(pixels[i], seam, dark);
                        pixels[i] = Rgb.mix(seamed, color, covered(distance, thickness / 2));
                    }
                }
            }
        }
        return result;
    }

    /** How much of a pixel lies within half a line's thickness. */
    private static double covered(double distance, double half) {
        return Math.clamp(half + 0.5 - distance, 0.0, 1.0);
    }

    private static double distance(Plane plane, int x, int y, double value) {
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, plane.width() - 1);
        int above = Math.max(y - 1, 0);
        int below = Math.min(y + 1, plane.height() - 1);
        double across = right == left ? 0 : (plane.at(right, y) - plane.at(left, y)) / (right - left);
        double down = below == above ? 0 : (plane.at(x, below) - plane.at(x, above)) / (below - above);
        double rise = Math.sqrt(across * across + down * down);
        return rise == 0 ? Double.POSITIVE_INFINITY : Math.abs(plane.at(x, y) - value) / rise;
    }
}
