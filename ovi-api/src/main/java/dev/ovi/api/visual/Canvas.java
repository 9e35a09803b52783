package dev.ovi.api.visual;

import dev.ovi.api.record.Plane;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a visualizer draws and writes with. Pictures are {@link BufferedImage#TYPE_INT_RGB}, so that everything of
 * {@code java.awt.Graphics2D} can be drawn on them.
 *
 * <p>Every file is named after the run with a suffix, and appears only when it is whole; what a visualizer started when it
 * threw is removed.
 */
public interface Canvas {

    /**
     * Resizes a map as numbers, before colour: bilinear with half-pixel centres, edges repeated.
     *
     * @param plane the map
     * @param width columns of the result
     * @param height rows of the result
     */
    Plane resize(Plane plane, int width, int height);

    /**
     * Colours a map.
     *
     * @param plane the map, in the size of the picture
     * @param scale which values become the ends of the colour map
     * @param colors the colour map
     */
    BufferedImage heat(Plane plane, Scale scale, ColorMap colors);

    /**
     * Mixes two pictures of the same size, {@code (1 − share) · base + share · top}, and changes nothing else: neither is
     * stretched to a new range.
     *
     * @param base the picture below
     * @param top the picture above
     * @param share how much of the result is the upper picture, 0 to 1
     */
    BufferedImage blend(BufferedImage base, BufferedImage top, double share);

    /**
     * Puts a legend under a picture, as a strip of its own: the picture's pixels stay as they are.
     *
     * @return a higher picture
     */
    BufferedImage withLegend(BufferedImage picture, Legend legend);

    /** A font that has Latin, Korean and ▁ on every machine. */
    Font font(float pixels);

    /**
     * Writes a PNG.
     *
     * @param suffix what follows the run's name, without extension, for instance {@code _storyboard}
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path picture(String suffix, BufferedImage picture) throws IOException;

    /**
     * Writes an animation.
     *
     * @param suffix what follows the run's name, without extension, for instance {@code _attention_frame0_▁man}
     * @param format the file format
     * @param animation the pictures
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path animation(String suffix, AnimationFormat format, Animation animation) throws IOException;

    /**
     * Writes a text file, UTF-8.
     *
     * @param suffix what follows the run's name, with the extension, for instance {@code _timeline.svg}
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path text(String suffix, String content) throws IOException;
}
