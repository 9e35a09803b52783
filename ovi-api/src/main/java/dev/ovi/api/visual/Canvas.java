package dev.ovi.api.visual;

import dev.ovi.api.TextContent;
import dev.ovi.api.record.Plane;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a visualizer draws and writes with. Pictures are {@link BufferedImage#TYPE_INT_RGB}, so that everything of
 * {@code java.awt.Graphics2D} can be drawn on them.
 *
 * <p>Every file is named after the run with a suffix, and appears only when it is whole; what a visualizer started when it
 * threw is removed. In a suffix, characters that no file name may have become {@code _}. A file of a name that is there already
 * is replaced: where each word has a file, the suffix needs {@link WordMap#fileName}.
 *
 * <p>A canvas is used while {@link Visualizer#render} runs. What draws, from {@link #resize} to {@link #font} and
 * {@link #embed(FigureFormat, Figure)}, may be called from several threads at a time, and gives the same pictures as from one:
 * painters of an {@link Animation} draw on a thread of their own. Files are written by the visualizer's thread alone, one after
 * the other.
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
     * Resizes a picture: by the mean over the area that each pixel of the result covers.
     *
     * @param picture the picture
     * @param width columns of the result
     * @param height rows of the result
     * @return another picture, {@link BufferedImage#TYPE_INT_RGB}; the same where it has the size already
     */
    BufferedImage resize(BufferedImage picture, int width, int height);

    /**
     * Colours a map.
     *
     * @param plane the map, in the size of the picture
     * @param scale which values become the ends of the colour map
     * @param colors the colour map
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    BufferedImage heat(Plane plane, Scale scale, ColorMap colors);

    /**
     * Mixes two pictures of the same size, {@code (1 − share) · base + share · top}, and changes nothing else: neither is
     * stretched to a new range.
     *
     * @param base the picture below
     * @param top the picture above
     * @param share how much of the result is the upper picture, 0 to 1
     * @throws IllegalArgumentException if the sizes differ or the share lies outside
     */
    BufferedImage blend(BufferedImage base, BufferedImage top, double share);

    /**
     * Lays veils of colour over a picture. Where several are strong their colours mix by strength, and the strongest says how
     * much of the picture below is covered; where none is, the picture stays as it is.
     *
     * <p>With w the place of each map's value on its scale, 0 to 1, a pixel becomes
     * {@code (1 − a) · base + a · Σ w·color / Σ w}, where {@code a = share · max w}.
     *
     * @param base the picture below
     * @param layers the veils; maps of another size than the picture are {@linkplain #resize resized}
     * @param share how much of the picture a veil covers at most, 0 to 1
     * @throws IllegalArgumentException if the share lies outside, or there is a value that is not finite
     */
    BufferedImage overlay(BufferedImage base, List<Layer> layers, double share);

    /**
     * Draws around what is strong: for each layer the line along which its map crosses a place on its scale, in the layer's
     * colour with a dark seam, so that it is seen on every ground. A flat map has no line.
     *
     * @param base the picture below
     * @param layers the maps; those of another size than the picture are {@linkplain #resize resized}
     * @param place where on each scale the line runs, more than 0 and less than 1
     */
    BufferedImage outline(BufferedImage base, List<Layer> layers, double place);

    /**
     * Lays heat over a picture as a veil: it covers the more the hotter it is, and where the map is at the lower end of its
     * scale the picture stays as it is.
     *
     * <p>With w the place of the map's value on its scale, 0 to 1, a pixel becomes
     * {@code (1 − a) · base + a · color(w)}, where {@code a = share · w}.
     *
     * @param base the picture below
     * @param plane the map; one of another size than the picture is {@linkplain #resize resized}
     * @param scale which values become the ends of the colour map
     * @param colors the colour map
     * @param share how much of the picture the hottest place covers, 0 to 1
     */
    BufferedImage glow(BufferedImage base, Plane plane, Scale scale, ColorMap colors, double share);

    /**
     * A legend, or with no keys a line of text, as a strip.
     *
     * @param width in pixels; text that is wider continues on the next line
     */
    Figure legend(Legend legend, int width);

    /**
     * Puts a legend under a picture, as a strip of its own: the picture's pixels stay as they are.
     *
     * @return a higher picture; all pictures of a file have one size only if their texts have as many lines, which texts
     *     that differ in numbers alone have
     */
    default BufferedImage withLegend(BufferedImage picture, Legend legend) {
        try {
            return Figure.column(0, List.of(Figure.of(picture), legend(legend, picture.getWidth())))
                    .toPicture();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture that is there was read", e);
        }
    }

    /**
     * Text, without anything around it.
     *
     * @param text what is written; broken between words where it is too wide
     * @param pixels the height of its letters
     * @param width how wide the lines are at most, where words allow
     * @return a figure as wide as the widest line
     */
    Figure label(String text, float pixels, int width);

    /** A chart of some size, in pixels. */
    Figure chart(Chart chart, int width, int height);

    /** A font that has Latin, Korean and ▁ on every machine. */
    Font font(float pixels);

    /**
     * Writes a still picture.
     *
     * @param suffix what follows the run's name, without extension, for instance {@code _storyboard}
     * @return the file
     * @throws IOException if it cannot be drawn or written
     */
    Path figure(String suffix, FigureFormat format, Figure figure) throws IOException;

    /**
     * Writes a PNG.
     *
     * @param suffix what follows the run's name, without extension
     * @return the file
     * @throws IOException if it cannot be written
     */
    default Path picture(String suffix, BufferedImage picture) throws IOException {
        return figure(suffix, FigureFormat.PNG, Figure.of(picture));
    }

    /**
     * Writes an animation.
     *
     * @param suffix what follows the run's name, without extension, for instance {@code _attention_frame0_▁man}
     * @param format the file format
     * @param animation the pictures
     * @return the file
     * @throws IOException if a picture cannot be drawn or the file cannot be written
     * @throws IllegalArgumentException if there is no picture, their sizes differ, or their speed is impossible
     */
    Path animation(String suffix, AnimationFormat format, Animation animation) throws IOException;

    /**
     * Writes a text file, UTF-8.
     *
     * @param suffix what follows the run's name, with the extension, for instance {@code _timeline.csv}
     * @param content called once, before this returns
     * @return the file
     * @throws IOException if it cannot be written
     */
    Path text(String suffix, TextContent content) throws IOException;

    /**
     * Writes a text that is whole in memory.
     *
     * @param suffix what follows the run's name, with the extension, for instance {@code _timeline.svg}
     * @return the file
     * @throws IOException if it cannot be written
     */
    default Path text(String suffix, String content) throws IOException {
        return text(suffix, out -> out.write(content));
    }

    /**
     * A figure as a {@code data:} URI, for pages that carry their pictures in themselves.
     *
     * @throws IOException if it cannot be drawn
     */
    String embed(FigureFormat format, Figure figure) throws IOException;

    /**
     * A file as a {@code data:} URI, for pages that carry their pictures and videos in themselves.
     *
     * @param file a file whose extension is one of {@link AnimationFormat} or {@link FigureFormat}
     * @throws IOException if it cannot be read
     */
    String embed(Path file) throws IOException;

    /**
     * The files that were drawn of this run before, in order: a visualizer that {@linkplain Visualizer#summary sums up}
     * finds those of all others.
     */
    List<Path> written();
}
