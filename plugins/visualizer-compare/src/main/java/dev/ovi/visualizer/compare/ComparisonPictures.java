package dev.ovi.visualizer.compare;

import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Normalization;
import dev.ovi.api.visual.Scale;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pictures of one word: each side's map over its own video, all on one scale, and each further side's map less that of
 * the first, in patches of the first. Differences stand beside two sides and below more.
 */
final class ComparisonPictures {
    private static final int GAP = 4;
    /** Of float32 means, relative. */
    private static final double ROUNDING = 1e-6;

    private static final ColorMap HEAT = ColorMap.TURBO;
    private static final ColorMap DIFFERENCE = ColorMap.COOLWARM;

    private final List<Side> sides;
    private final List<Row> rows;
    private final Canvas canvas;
    private final Normalization normalization;
    private final double share;
    private final Optional<Scale> heatScale;
    private final Optional<Scale> differenceScale;
    private final int width;
    private final int height;

    /** What one picture shows: the moment and map of each side, and the difference of each side but the first. */
    private record Row(List<Moment> moments, List<Plane> maps, List<Plane> differences) {}

    ComparisonPictures(List<Side> sides, List<List<Moment>> moments, OptionValues options, Canvas canvas) {
        this.sides = sides;
        this.canvas = canvas;
        this.rows = moments.stream().map(this::row).toList();
        this.normalization = options.get(CompareVisualizer.NORMALIZATION);
        this.share = options.get(CompareVisualizer.ALPHA);
        this.heatScale = normalization.common(all(Row::maps));
        this.differenceScale = normalization.common(all(Row::differences)).map(Scale::aroundZero);
        VideoFormat video = sides.getFirst().subject().frames().format();
        this.width = Math.min(video.width(), options.get(CompareVisualizer.WIDTH));
        this.height = scaled(video.height(), (double) width / video.width());
    }

    private Row row(List<Moment> moments) {
        List<Plane> maps = IntStream.range(0, sides.size())
                .mapToObj(i -> sides.get(i).map(moments.get(i)))
                .toList();
        Plane first = maps.getFirst();
        List<Plane> differences = maps.stream()
                .skip(1)
                .map(map -> difference(canvas.resize(map, first.width(), first.height()), first))
                .toList();
        return new Row(moments, maps, differences);
    }

    /** What is no more than rounding is no difference. */
    private static Plane difference(Plane map, Plane first) {
        float[] values = map.minus(first).values();
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) <= ROUNDING * Math.max(Math.abs(map.values()[i]), Math.abs(first.values()[i]))) {
                values[i] = 0;
            }
        }
        return new Plane(map.width(), map.height(), values);
    }

    private List<Plane> all(Function<Row, List<Plane>> planes) {
        return rows.stream().flatMap(row -> planes.apply(row).stream()).toList();
    }

    /** One picture. */
    Figure figure(int index) {
        Row row = rows.get(index);
        Scale heat = heatScale.orElseGet(() -> Scale.spanning(row.maps));
        Scale difference = differenceScale.orElseGet(() -> Scale.symmetric(row.differences));
        List<String> heatTitles =
                sides.stream().map(side -> side.letter() + " · " + side.title()).toList();
        List<String> differenceTitles = sides.stream()
                .skip(1)
                .map(side -> side.letter() + " − A · difference")
                .toList();
        List<Figure> heats = titled(heatTitles, heatPictures(row, heat));
        List<Figure> differences = titled(differenceTitles, differencePictures(row, difference));
        Legend heatLegend = Legend.bar(words() + " · " + when(row) + " · " + normalization.text(), HEAT, heat);
        Legend differenceLegend = Legend.bar(differenceText(row), DIFFERENCE, difference);
        return sides.size() == 2
                ? sideBySide(heats, heatLegend, differences, differenceLegend)
                : below(heats, heatLegend, differences, differenceLegend);
    }

    private Figure sideBySide(
            List<Figure> heats, Legend heatLegend, List<Figure> differences, Legend differenceLegend) {
        int height = Stream.concat(heats.stream(), differences.stream())
                .mapToInt(Figure::height)
                .max()
                .orElseThrow();
        List<Figure> pictures = Stream.concat(heats.stream(), differences.stream())
                .map(picture -> lowered(picture, height))
                .toList();
        return Figure.column(
                0,
                List.of(
                        Figure.row(GAP, pictures),
                        Figure.row(
                                GAP,
                                List.of(
                                        canvas.legend(heatLegend, 2 * width + GAP),
                                        canvas.legend(differenceLegend, width)))));
    }

    /** Each difference below its side; their legend is where the first side would be compared with itself. */
    private Figure below(List<Figure> heats, Legend heatLegend, List<Figure> differences, Legend differenceLegend) {
        List<Figure> below = new ArrayList<>(List.of(canvas.legend(differenceLegend, width)));
        below.addAll(differences);
        int height = heats.stream().mapToInt(Figure::height).max().orElseThrow();
        return Figure.column(
                GAP,
                List.of(
                        Figure.row(
                                GAP,
                                heats.stream()
                                        .map(picture -> lowered(picture, height))
                                        .toList()),
                        canvas.legend(heatLegend, 2 * width + GAP),
                        Figure.row(GAP, below)));
    }

    private List<Figure> titled(List<String> titles, List<Figure> pictures) {
        return IntStream.range(0, titles.size())
                .mapToObj(i -> Figure.column(
                        0, List.of(canvas.legend(new Legend(titles.get(i), List.of()), width), pictures.get(i))))
                .toList();
    }

    /** Titles have one line or several; what is lowered stands on one ground with the others. */
    private static Figure lowered(Figure figure, int height) {
        int room = height - figure.height();
        return new Figure(figure.width(), height, graphics -> figure.paintAt(graphics, 0, room));
    }

    private List<Figure> heatPictures(Row row, Scale scale) {
        return IntStream.range(0, sides.size())
                .mapToObj(i -> new Figure(
                        width,
                        height,
                        graphics -> paintHeat(sides.get(i), row.moments.get(i), row.maps.get(i), scale, graphics)))
                .toList();
    }

    /** A video of another shape than the first is shown whole. */
    private void paintHeat(Side side, Moment moment, Plane map, Scale scale, Graphics2D graphics) throws IOException {
        BufferedImage frame = side.subject().frames().frame(moment.videoFrame());
        double zoom = Math.min((double) width / frame.getWidth(), (double) height / frame.getHeight());
        BufferedImage fitting = resize(frame, scaled(frame.getWidth(), zoom), scaled(frame.getHeight(), zoom));
        BufferedImage colors = colors(map, scale, HEAT, fitting.getWidth(), fitting.getHeight());
        int left = (width - fitting.getWidth()) / 2;
        int top = (height - fitting.getHeight()) / 2;
        graphics.drawImage(canvas.blend(fitting, colors, share), left, top, null);
    }

    private List<Figure> differencePictures(Row row, Scale scale) {
        return row.differences.stream()
                .map(difference -> new Figure(
                        width,
                        height,
                        graphics ->
                                graphics.drawImage(colors(difference, scale, DIFFERENCE, width, height), 0, 0, null)))
                .toList();
    }

    private BufferedImage colors(Plane map, Scale scale, ColorMap colors, int toWidth, int toHeight) {
        return canvas.heat(canvas.resize(map, toWidth, toHeight), scale, colors);
    }

    private static BufferedImage resize(BufferedImage picture, int toWidth, int toHeight) throws IOException {
        return picture.getWidth() == toWidth && picture.getHeight() == toHeight
                ? picture
                : new Figure(toWidth, toHeight, graphics -> graphics.drawImage(picture, 0, 0, toWidth, toHeight, null))
                        .toPicture();
    }

    private static int scaled(int size, double zoom) {
        return Math.max(1, (int) Math.round(size * zoom));
    }

    private String words() {
        return sides.stream().map(side -> side.word().name()).distinct().collect(Collectors.joining(" / "));
    }

    /** Step and frame; where they differ, whose they are. */
    private String when(Row row) {
        Map<String, String> letters = new LinkedHashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            letters.merge(row.moments.get(i).text(), sides.get(i).letter(), (before, own) -> before + ", " + own);
        }
        return letters.size() == 1
                ? row.moments.getFirst().text()
                : letters.entrySet().stream()
                        .map(entry -> entry.getValue() + ": " + entry.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static String differenceText(Row row) {
        Plane first = row.maps.getFirst();
        boolean resized =
                row.maps.stream().anyMatch(map -> map.width() != first.width() || map.height() != first.height());
        return "red: more than in A · blue: less"
                + (resized ? " · in A's " + first.width() + "×" + first.height() + " patches" : "");
    }
}
