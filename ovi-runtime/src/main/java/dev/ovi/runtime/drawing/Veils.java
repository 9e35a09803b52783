package dev.ovi.runtime.drawing;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.media.Rgb;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** Mixes veils of colour over a picture, by strength. */
final class Veils {
    private Veils() {}

    /**
     * Lays veils over a picture, as {@link dev.ovi.api.visual.Canvas#overlay} says.
     *
     * @param layers finite maps in the size of the picture
     */
    static BufferedImage over(BufferedImage base, List<Layer> layers, double share) {
        BufferedImage result = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] below = Rgb.pixels(base);
        int[] pixels = Rgb.pixels(result);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = pixel(below[i], layers, i, share);
        }
        return result;
    }

    private static int pixel(int below, List<Layer> layers, int index, double share) {
        double red = 0;
        double green = 0;
        double blue = 0;
        double sum = 0;
        double strongest = 0;
        for (Layer layer : layers) {
            double strength = layer.scale().position(layer.plane().values()[index]);
            Color color = layer.color();
            red += strength * color.getRed();
            green += strength * color.getGreen();
            blue += strength * color.getBlue();
            sum += strength;
            strongest = Math.max(strongest, strength);
        }
        if (sum == 0) {
            return below & 0xFFFFFF;
        }
        int veil = rounded(red / sum) << 16 | rounded(green / sum) << 8 | rounded(blue / sum);
        return Rgb.mix(below, veil, share * strongest);
    }

    /**
     * Lays heat over a picture, as {@link dev.ovi.api.visual.Canvas#glow} says.
     *
     * @param plane the map, finite, in the size of the picture
     */
    static BufferedImage glow(BufferedImage base, Plane plane, Scale scale, ColorTable colors, double share) {
        BufferedImage result = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] below = Rgb.pixels(base);
        int[] pixels = Rgb.pixels(result);
        for (int i = 0; i < pixels.length; i++) {
            float value = plane.values()[i];
            pixels[i] = Rgb.mix(below[i], colors.color(value, scale), share * scale.position(value));
        }
        return result;
    }

    private static int rounded(double channel) {
        return (int) (channel + 0.5);
    }
}
