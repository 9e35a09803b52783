package dev.ovi.runtime.drawing;

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
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.media.AnimationWriter;
import dev.ovi.runtime.media.PictureSize;
import dev.ovi.runtime.media.Pictures;
import dev.ovi.runtime.media.Rgb;
import dev.ovi.runtime.media.WrittenFile;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The canvas of one run, for all its visualizers, one after the other. */
public final class MediaCanvas implements Canvas {
    private final Path folder;
    private final String run;
    private final List<Path> written = new ArrayList<>();
    private final Consumer<WrittenFile> listener;
    private final Map<ColorMap, ColorTable> tables = new EnumMap<>(ColorMap.class);
    private @Nullable Font font;

    /**
     * A canvas that writes into a folder.
     *
     * @param folder where files go; made when the first one is written
     * @param run the name that every file's name starts with
     * @param listener told of every file once it is whole
     */
    public MediaCanvas(Path folder, String run, Consumer<WrittenFile> listener) {
        this.folder = folder;
        this.run = run;
        this.listener = listener;
    }

    @Override
    public Plane resize(Plane plane, int width, int height) {
        return Resampling.bilinear(plane, width, height);
    }

    @Override
    public BufferedImage resize(BufferedImage picture, int width, int height) {
        boolean fits = picture.getWidth() == width && picture.getHeight() == height;
        return fits ? picture : Resampling.area(picture, width, height);
    }

    @Override
    public BufferedImage heat(Plane plane, Scale scale, ColorMap colors) {
        ColorTable table = table(colors);
        BufferedImage picture = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = Rgb.pixels(picture);
        float[] values = plane.requireFinite().values();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = table.color(values[i], scale);
        }
        return picture;
    }

    @Override
    public BufferedImage blend(BufferedImage base, BufferedImage top, double share) {
        if (base.getWidth() != top.getWidth() || base.getHeight() != top.getHeight()) {
            throw new IllegalArgumentException(
                    "cannot blend a picture of " + PictureSize.of(base) + " with one of " + PictureSize.of(top));
        }
        requireShare(share);
        BufferedImage result = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = Rgb.pixels(result);
        int[] below = Rgb.pixels(base);
        int[] above = Rgb.pixels(top);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Rgb.mix(below[i], above[i], share);
        }
        return result;
    }

    private static double requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + " is not between 0 and 1");
        }
        return share;
    }

    @Override
    public BufferedImage overlay(BufferedImage base, List<Layer> layers, double share) {
        return Veils.over(base, fitting(base, layers), requireShare(share));
    }

    @Override
    public BufferedImage outline(BufferedImage base, List<Layer> layers, double place) {
        if (!(place > 0 && place < 1)) {
            throw new IllegalArgumentException("no line can run at " + place + " of a scale; it goes from 0 to 1");
        }
        return Outlines.over(base, fitting(base, layers), place);
    }

    private List<Layer> fitting(BufferedImage base, List<Layer> layers) {
        return layers.stream()
                .map(layer -> new Layer(
                        resize(layer.plane().requireFinite(), base.getWidth(), base.getHeight()),
                        layer.scale(),
                        layer.color()))
                .toList();
    }

    @Override
    public BufferedImage glow(BufferedImage base, Plane plane, Scale scale, ColorMap colors, double share) {
        Plane fitting = resize(plane.requireFinite(), base.getWidth(), base.getHeight());
        return Veils.glow(base, fitting, scale, table(colors), requireShare(share));
    }

    @Override
    public Figure legend(Legend legend, int width) {
        return legends().figure(legend, width);
    }

    @Override
    public Figure label(String text, float pixels, int width) {
        return legends().label(text, pixels, width);
    }

    @Override
    public Figure chart(Chart chart, int width, int height) {
        return new ChartPainter(font(1), legends()).figure(chart, width, height);
    }

    private LegendPainter legends() {
        return new LegendPainter(font(1), this::table);
    }

    @Override
    public synchronized Font font(float pixels) {
        Font loaded = font;
        if (loaded == null) {
            loaded = Fonts.load();
            font = loaded;
        }
        return loaded.deriveFont(pixels);
    }

    @Override
    public Path figure(String suffix, FigureFormat format, Figure figure) throws IOException {
        Path target = file(suffix + "." + format.extension());
        return tell(
                switch (format) {
                    case PNG -> Pictures.write(target, figure.toPicture());
                    case SVG -> {
                        String svg = Svg.of(figure);
                        yield write(target, out -> out.write(svg));
                    }
                });
    }

    @Override
    public Path animation(String suffix, AnimationFormat format, Animation animation) throws IOException {
        return tell(AnimationWriter.write(file(suffix + "." + format.extension()), format, animation));
    }

    @Override
    public Path text(String suffix, TextContent content) throws IOException {
        return tell(write(file(suffix), content));
    }

    @Override
    public String embed(FigureFormat format, Figure figure) throws IOException {
        return switch (format) {
            case PNG -> DataUri.of("image/png", Pictures.png(figure.toPicture()));
            case SVG -> DataUri.of("image/svg+xml", Svg.of(figure).getBytes(StandardCharsets.UTF_8));
        };
    }

    @Override
    public String embed(Path file) throws IOException {
        return DataUri.of(file);
    }

    @Override
    public List<Path> written() {
        return List.copyOf(written);
    }

    private static WrittenFile write(Path target, TextContent content) throws IOException {
        WholeFile.write(target, content);
        return new WrittenFile(target, Files.size(target), Optional.empty());
    }

    private Path file(String suffix) {
        return FileNames.resolve(folder, run + suffix);
    }

    private Path tell(WrittenFile file) {
        written.add(file.file());
        listener.accept(file);
        return file.file();
    }

    private synchronized ColorTable table(ColorMap colors) {
        return tables.computeIfAbsent(colors, ColorTable::of);
    }
}
