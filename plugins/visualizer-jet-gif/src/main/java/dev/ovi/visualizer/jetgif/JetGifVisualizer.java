package dev.ovi.visualizer.jetgif;

import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.Visualizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A word's heat map over one video frame, one picture for each diffusion step. Red is high, blue is low. */
public final class JetGifVisualizer implements Visualizer {
    static final Option<Normalization> NORMALIZATION = Option.choice(
            "normalization", Normalization.RUN, "What red and blue stand for: one scale for each picture or for all.");
    static final Option<Double> HEAT_SHARE =
            Option.number("heat_share", 0.4, 0, 1, "How much of the picture is heat map; the rest is the video frame.");
    static final Option<Double> FPS = Option.number("fps", 10, 0.1, 50, "Steps shown in a second.");
    static final Option<AnimationFormat> FORMAT =
            Option.choice("format", AnimationFormat.GIF, "The kind of file that is written.");

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
        return List.of(NORMALIZATION, HEAT_SHARE, FPS, FORMAT);
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        if (request.kind().mapped() != Sequence.VIDEO) {
            throw new IllegalArgumentException("jet-gif draws over video frames; "
                    + request.kind().id() + " maps lie over sound, which the timeline visualizer shows");
        }
        MapSeries series = record.series(request.kind(), request.branch());
        List<Moment> moments = Moment.of(record, series, request);
        boolean video = request.frame().orElse(null) instanceof FrameSelection.All;
        OptionValues options = request.options();
        for (TokenGroup word : request.words()) {
            String name = request.kind().position() == Sequence.TEXT
                    ? word.pieces(record.text(request.kind(), request.branch()))
                    : word.label();
            Heat heat = new Heat(record, frames, series, word, canvas);
            Optional<Scale> common = heat.commonScale(moments, options.get(NORMALIZATION));
            String label = request.branch() == Branch.CONDITIONAL
                    ? name
                    : name + " (" + request.branch().id() + ")";
            Animation.Painter painter = index -> {
                Moment moment = moments.get(index);
                Plane plane = heat.plane(moment);
                Scale scale = common.orElseGet(() -> Scale.spanning(List.of(plane)));
                BufferedImage colors = canvas.heat(plane, scale, ColorMap.JET);
                BufferedImage picture =
                        canvas.blend(heat.videoFrame(moment.videoFrame()), colors, options.get(HEAT_SHARE));
                String text = label + " · " + moment.text() + " · "
                        + options.get(NORMALIZATION).text();
                return canvas.withLegend(picture, Legend.bar(text, ColorMap.JET, scale));
            };
            double fps = video ? frames.format().framesPerSecond() : options.get(FPS);
            String where = video ? "frames" : "frame" + moments.getFirst().videoFrame();
            Animation animation = new Animation(moments.size(), fps, painter, video ? frames.file() : Optional.empty());
            canvas.animation("_attention_" + where + "_" + name, options.get(FORMAT), animation);
        }
    }
}
