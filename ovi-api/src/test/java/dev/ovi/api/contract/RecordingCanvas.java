package dev.ovi.api.contract;

import dev.ovi.api.TextContent;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A canvas that keeps what is drawn instead of encoding it, so that a visualizer can be tested without FFmpeg. Heat is drawn
 * in shades of grey, pictures are resized by leaving out pixels, legends as an empty strip, and charts and labels as an empty
 * rectangle. A second file of the same name, which would replace the first, is an {@link IllegalStateException}.
 */
public final class RecordingCanvas implements Canvas {
    private static final int LEGEND_HEIGHT = 20;
    private static final int LABEL_WIDTH = 40;

    private final Map<String, List<BufferedImage>> pictures = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<Legend> legends = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<Path> written = new ArrayList<>();

    /** The pictures of each file, by its suffix with extension, in the order in which files were written. */
    public Map<String, List<BufferedImage>> pictures() {
        return pictures;
    }

    /** The content of each text file, by its suffix with extension. */
    public Map<String, String> texts() {
        return texts;
    }

    /** Every legend and line of text that was asked for, in order. */
    public List<Legend> legends() {
        return legends;
    }

    /** Every label that was asked for, in order. */
    public List<String> labels() {
        return labels;
    }

    /** Every chart that was asked for, in order. */
    public List<Chart> charts() {
        return charts;
    }

    @Override
    public Plane resize(Plane plane, int width, int height) {
        float[] values = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sourceX = Math.clamp((x + 0.5) * plane.width() / width - 0.5, 0.0, plane.width() - 1.0);
                double sourceY = Math.clamp((y + 0.5) * plane.height() / height - 0.5, 0.0, plane.height() - 1.0);
                values[y * width + x] = bilinear(plane, sourceX, sourceY);
            }
        }
        return new Plane(width, height, values);
    }

    private static float bilinear(Plane plane, double x, double y) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, plane.width() - 1);
        int bottom = Math.min(top + 1, plane.height() - 1);
        double fx = x - left;
        double fy = y - top;
        return (float) ((1 - fy) * ((1 - fx) * plane.at(left, top) + fx * plane.at(right, top))
                + fy * ((1 - fx) * plane.at(left, bottom) + fx * plane.at(right, bottom)));
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int width, int height) {
        var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result.setRGB(x, y, picture.getRGB(x * picture.getWidth() / width, y * picture.getHeight() / height));
            }
        }
        return result;
    }

    @Override
    public BufferedImage heat(Plane plane, Scale scale, ColorMap colors) {
        var picture = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                int grey = (int) Math.round(255 * scale.position(plane.at(x, y)));
                picture.setRGB(x, y, new Color(grey, grey, grey).getRGB());
            }
        }
        return picture;
    }

    @Override
    public BufferedImage blend(BufferedImage base, BufferedImage top, double share) {
        var picture = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < base.getHeight(); y++) {
            for (int x = 0; x < base.getWidth(); x++) {
                picture.setRGB(x, y, mixed(base.getRGB(x, y), new Color(top.getRGB(x, y)), share));
            }
        }
        return picture;
    }

    private static int mixed(int base, Color above, double share) {
        Color below = new Color(base);
        return new Color(
                        mix(below.getRed(), above.getRed(), share),
                        mix(below.getGreen(), above.getGreen(), share),
                        mix(below.getBlue(), above.getBlue(), share))
                .getRGB();
    }

    private static int mix(int below, int above, double share) {
        return (int) Math.round((1 - share) * below + share * above);
    }

    @Override
    public BufferedImage overlay(BufferedImage base, List<Layer> layers, double share) {
        BufferedImage picture = blend(base, base, 0);
        List<Layer> fitting = layers.stream()
                .map(layer -> new Layer(
                        resize(layer.plane(), base.getWidth(), base.getHeight()), layer.scale(), layer.color()))
                .toList();
        for (int y = 0; y < base.getHeight(); y++) {
            for (int x = 0; x < base.getWidth(); x++) {
                picture.setRGB(x, y, veiled(base, fitting, x, y, share));
            }
        }
        return picture;
    }

    private static int veiled(BufferedImage base, List<Layer> layers, int x, int y, double share) {
        double[] sums = new double[3];
        double total = 0;
        double strongest = 0;
        for (Layer layer : layers) {
            double strength = layer.scale().position(layer.plane().at(x, y));
            int[] color = {
                layer.color().getRed(), layer.color().getGreen(), layer.color().getBlue()
            };
            for (int i = 0; i < sums.length; i++) {
                sums[i] += strength * color[i];
            }
            total += strength;
            strongest = Math.max(strongest, strength);
        }
        double cover = total == 0 ? 0 : share * strongest;
        double divisor = total == 0 ? 1 : total;
        var veil = new Color((int) Math.round(sums[0] / divisor), (int) Math.round(sums[1] / divisor), (int)
                Math.round(sums[2] / divisor));
        return mixed(base.getRGB(x, y), veil, cover);
    }

    @Override
    public BufferedImage outline(BufferedImage base, List<Layer> layers, double place) {
        BufferedImage picture = blend(base, base, 0);
        for (Layer layer : layers) {
            Plane map = resize(layer.plane(), base.getWidth(), base.getHeight());
            for (int y = 0; y < map.height(); y++) {
                for (int x = 1; x < map.width(); x++) {
                    boolean before = layer.scale().position(map.at(x - 1, y)) < place;
                    boolean here = layer.scale().position(map.at(x, y)) < place;
                    if (before != here) {
                        picture.setRGB(x, y, layer.color().getRGB());
                    }
                }
            }
        }
        return picture;
    }

    @Override
    public BufferedImage glow(BufferedImage base, Plane plane, Scale scale, ColorMap colors, double share) {
        Plane map = resize(plane, base.getWidth(), base.getHeight());
        BufferedImage heat = heat(map, scale, colors);
        BufferedImage picture = blend(base, base, 0);
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                double cover = share * scale.position(map.at(x, y));
                picture.setRGB(x, y, mixed(base.getRGB(x, y), new Color(heat.getRGB(x, y)), cover));
            }
        }
        return picture;
    }

    @Override
    public Figure legend(Legend legend, int width) {
        legends.add(legend);
        return new Figure(width, LEGEND_HEIGHT, graphics -> {});
    }

    @Override
    public Figure label(String text, float pixels, int width) {
        labels.add(text);
        return new Figure(LABEL_WIDTH, Math.max(1, Math.round(pixels)), graphics -> {});
    }

    @Override
    public Figure chart(Chart chart, int width, int height) {
        charts.add(chart);
        return new Figure(width, height, graphics -> {});
    }

    @Override
    public Font font(float pixels) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(pixels);
    }

    @Override
    public Path figure(String suffix, FigureFormat format, Figure figure) throws IOException {
        return keep(suffix + "." + format.extension(), List.of(figure.toPicture()));
    }

    @Override
    public Path animation(String suffix, AnimationFormat format, Animation animation) throws IOException {
        List<BufferedImage> painted = new ArrayList<>();
        for (int i = 0; i < animation.frames(); i++) {
            painted.add(animation.painter().paint(i));
        }
        return keep(suffix + "." + format.extension(), painted);
    }

    private Path keep(String name, List<BufferedImage> images) {
        Path file = file(name);
        pictures.put(name, images);
        return file;
    }

    @Override
    public Path text(String suffix, TextContent content) throws IOException {
        Path file = file(suffix);
        var text = new StringWriter();
        content.writeTo(text);
        texts.put(suffix, text.toString());
        return file;
    }

    private Path file(String suffix) {
        Path file = Path.of("run" + suffix);
        if (written.contains(file)) {
            throw new IllegalStateException(
                    file + " was written twice; a file for each word needs the word in its name");
        }
        written.add(file);
        return file;
    }

    @Override
    public String embed(FigureFormat format, Figure figure) throws IOException {
        return "data:" + format.extension() + ";" + figure.toPicture().getWidth() + "x" + figure.height();
    }

    @Override
    public String embed(Path file) {
        return "data:" + file;
    }

    @Override
    public List<Path> written() {
        return List.copyOf(written);
    }
}
