package dev.ovi.visualizer.tokenoverlay;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.EnlargedFrames;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.PictureFormat;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordVeils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Several words at once, one colour each: over one video frame step by step, or over the video as it runs. */
public final class TokenOverlayVisualizer implements Visualizer {
    static final Option<Integer> ENLARGE = EnlargedFrames.option(EnlargedFrames.AUTOMATIC);
    static final Option<Double> FPS =
            Option.number("fps", 10, 0.1, 50, "Steps shown in a second; all frames are shown at the video's speed.");
    static final Option<PictureFormat> FORMAT = Option.choice(
            "format",
            PictureFormat.GIF,
            "The kind of file that is written; a png is the mean over steps, of all frames some beside one another.");

    private static final int STILLS = 4;
    private static final int GAP = 8;

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "token-overlay";
    }

    @Override
    public String description() {
        return "Several words at once over a video frame, step by step, or over the whole video; one colour each.";
    }

    @Override
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>(WordVeils.options());
        options.addAll(List.of(ENLARGE, FPS, FORMAT));
        return options;
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        request.requireMapsOverVideo();
        MapSeries series = record.series(request.kind(), request.branch());
        // In the middle of a clip objects are whole, and its latent frame stands for several video frames.
        FrameSelection selection = request.frame()
                .orElseGet(() -> new FrameSelection.Single(record.frames().videoFrames() / 2));
        boolean video = selection instanceof FrameSelection.All;
        Optional<AnimationFormat> format = options.get(FORMAT).animation();
        List<Moment> moments = format.isEmpty()
                ? stills(record, request.slice(), selection)
                : Moment.of(record, series, request, selection);
        var veils = new WordVeils(record, request, options, moments);
        FrameSource enlarged = EnlargedFrames.of(frames, options.get(ENLARGE));
        Animation.Painter painter = index -> {
            Moment moment = moments.get(index);
            return veils.picture(enlarged.frame(moment.videoFrame()), moment, canvas);
        };
        String suffix = "_overlay_frame" + (video ? "s" : moments.getFirst().videoFrame());
        if (format.isEmpty()) {
            canvas.figure(suffix, FigureFormat.PNG, row(moments.size(), painter));
        } else {
            double fps = video ? frames.format().framesPerSecond() : options.get(FPS);
            var sound = video ? frames.file() : Optional.<Path>empty();
            canvas.animation(suffix, format.get(), new Animation(moments.size(), fps, painter, sound));
        }
    }

    private static List<Moment> stills(AttentionRecord record, MapSlice slice, FrameSelection selection) {
        if (selection instanceof FrameSelection.Single(int frame)) {
            return List.of(Moment.frame(record, slice, frame));
        }
        int last = record.frames().videoFrames() - 1;
        return IntStream.range(0, STILLS)
                .map(i -> Math.round((float) last * i / (STILLS - 1)))
                .distinct()
                .mapToObj(frame -> Moment.frame(record, slice, frame))
                .toList();
    }

    private static Figure row(int count, Animation.Painter painter) throws IOException {
        List<Figure> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(Figure.of(painter.paint(i)));
        }
        return Figure.row(GAP, pictures);
    }
}
