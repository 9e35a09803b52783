package dev.ovi.api.visual;

import java.awt.Color;
import java.util.List;

/**
 * What is written under a picture, so that it can be understood alone.
 *
 * @param text what is shown: word, step or frame, normalisation
 * @param keys the colours and what they mean
 */
public record Legend(String text, List<Key> keys) {

    /** With a copy of the keys. */
    public Legend {
        keys = List.copyOf(keys);
    }

    /** What a colour, or a bar of colours, means. */
    public sealed interface Key {}

    /**
     * A colour bar with the values of its ends.
     *
     * @param colors the colours
     * @param scale the values of the ends
     */
    public record Bar(ColorMap colors, Scale scale) implements Key {}

    /**
     * One colour.
     *
     * @param label what it means
     * @param color the colour
     */
    public record Swatch(String label, Color color) implements Key {}

    /**
     * A veil of one colour, see {@link Layer}: from nothing at the lower end of its scale to the colour at the upper.
     *
     * @param label what it means
     * @param color the colour
     * @param scale the values of the ends
     */
    public record Veil(String label, Color color, Scale scale) implements Key {}

    /** A text and a colour bar. */
    public static Legend bar(String text, ColorMap colors, Scale scale) {
        return new Legend(text, List.of(new Bar(colors, scale)));
    }
}
