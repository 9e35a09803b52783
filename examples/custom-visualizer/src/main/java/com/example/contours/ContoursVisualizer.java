package com.example.contours;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordColors;
import dev.ovi.api.visual.WordMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of equal attention over the video, like those of equal height on a map; each word's in its colour. */
public final class ContoursVisualizer implements Visualizer {
    static final Option<Integer> LINES =
            Option.integer("lines", 3, 1, 9, "How many lines each word has, evenly spaced over its values.");
    static final Option<AnimationFormat> FORMAT =
            Option.choice("format", AnimationFormat.GIF, "The kind of file that is written.");

    private static final double STEPS_PER_SECOND = 4;

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "contours";
    }

    @Override
    public String description() {
        return "Lines of equal attention over the video, each word's in its colour.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(LINES, FORMAT);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        List<WordMap> words = WordMap.of(record, request);
        // All frames of the video, or, where the user names one frame, all steps over it.
        List<Moment> moments = Moment.of(record, words.getFirst().series(), request, new FrameSelection.All());
        List<Scale> scales =
                words.stream().map(word -> Scale.spanning(word.at(moments))).toList();
        WordColors colors = new WordColors(request.words());
        List<Legend.Key> keys =
                words.stream().map(word -> colors.key(word.word())).toList();
        ContourPen pen = new ContourPen(options.get(LINES));
        String levels = IntStream.rangeClosed(1, pen.lines())
                .mapToObj(line -> String.valueOf(Math.round(100 * pen.share(line))))
                .collect(Collectors.joining(", ", "lines at ", " % of each word's range"));

        Animation.Painter painter = index -> {
            Moment moment = moments.get(index);
            BufferedImage picture = frames.frame(moment.videoFrame());
            for (int i = 0; i < words.size(); i++) {
                WordMap word = words.get(i);
                Plane map = canvas.resize(word.at(moment), picture.getWidth(), picture.getHeight());
                pen.draw(picture, map, scales.get(i), colors.of(word.word()));
            }
            return canvas.withLegend(picture, new Legend(moment.text() + " · " + levels, keys));
        };

        boolean video = !(request.frame().orElse(null) instanceof FrameSelection.Single);
        String where = video ? "frames" : "frame" + moments.getFirst().videoFrame();
        String names = words.stream().map(WordMap::fileName).collect(Collectors.joining("_"));
        double picturesPerSecond = video ? record.video().framesPerSecond() : STEPS_PER_SECOND;
        canvas.animation(
                "_contours_" + where + "_" + names,
                options.get(FORMAT),
                new Animation(moments.size(), picturesPerSecond, painter, video ? frames.file() : Optional.empty()));
    }
}
