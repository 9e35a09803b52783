package dev.ovi.visualizer.jetgif;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.EnlargedFrames;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Normalization;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A word's heat map over one video frame, one picture for each diffusion step, or over all frames. Red is high. */
public final class JetGifVisualizer implements Visualizer {
    static final Option<Normalization> NORMALIZATION = Normalization.option();
    static final Option<Double> ALPHA =
            Option.number("alpha", 0.4, 0, 1, "How much of the picture is heat map; the rest is the video frame.");
    static final Option<ColorMap> COLORS = Option.choice("colors", ColorMap.JET, "The colours of the heat map.");
    static final Option<Integer> ENLARGE = EnlargedFrames.option(1);
    static final Option<Double> FPS =
            Option.number("fps", 10, 0.1, 50, "Steps shown in a second; all frames are shown at the video's speed.");
    static final Option<AnimationFormat> FORMAT =
            Option.choice("format", AnimationFormat.GIF, "The kind of file that is written.");

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "jet-gif";
    }

    @Override
    public String description() {
        return "A word's heat map over a video frame, one picture for each diffusion step, in JET colours.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NORMALIZATION, ALPHA, COLORS, ENLARGE, FPS, FORMAT);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        FrameSource enlarged = EnlargedFrames.of(frames, options.get(ENLARGE));
        for (WordMap word : WordMap.of(record, request)) {
            render(word, record, enlarged, request, canvas);
        }
    }

    private void render(WordMap word, AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        List<Moment> moments = Moment.of(record, word.series(), request, new FrameSelection.Single(0));
        Normalization normalization = options.get(NORMALIZATION);
        ColorMap colors = options.get(COLORS);
        List<Plane> maps = word.at(moments);
        Optional<Scale> common = normalization.common(maps);
        Animation.Painter painter = index -> {
            Moment moment = moments.get(index);
            BufferedImage frame = frames.frame(moment.videoFrame());
            Plane map = maps.get(index);
            Scale scale = common.orElseGet(() -> Scale.spanning(List.of(map)));
            Plane fitting = canvas.resize(map, frame.getWidth(), frame.getHeight());
            BufferedImage heat = canvas.heat(fitting, scale, colors);
            BufferedImage picture = canvas.blend(frame, heat, options.get(ALPHA));
            String text = word.name() + " · " + moment.text() + " · " + normalization.text();
            return canvas.withLegend(picture, Legend.bar(text, colors, scale));
        };
        boolean video = request.frame().orElse(null) instanceof FrameSelection.All;
        String where = video ? "frames" : "frame" + moments.getFirst().videoFrame();
        double fps = video ? frames.format().framesPerSecond() : options.get(FPS);
        canvas.animation(
                "_attention_" + where + "_" + word.fileName(),
                options.get(FORMAT),
                new Animation(moments.size(), fps, painter, video ? frames.file() : Optional.empty()));
    }
}
