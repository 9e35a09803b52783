package dev.ovi.visualizer.compare;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Normalization;
import dev.ovi.api.visual.PictureFormat;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.Visualizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A word's heat maps in two or more records side by side, on one scale, and the difference of each to the first: over one
 * video frame step by step, over all frames, or as a still of the mean over steps.
 */
public final class CompareVisualizer implements Visualizer {
    static final Option<PictureFormat> FORMAT = Option.choice(
            "format", PictureFormat.GIF, "The kind of file that is written; png is a still of the mean over steps.");
    static final Option<Normalization> NORMALIZATION = Normalization.option();
    static final Option<Double> ALPHA =
            Option.number("alpha", 0.5, 0, 1, "How much of the picture is heat map; the rest is the video frame.");
    static final Option<Double> FPS =
            Option.number("fps", 10, 0.1, 50, "Steps shown in a second; all frames are shown at the video's speed.");
    static final Option<Integer> WIDTH =
            Option.integer("width", 480, 64, 4096, "Pixels that each picture is wide at most; no video is enlarged.");

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "compare";
    }

    @Override
    public String description() {
        return "Two or more records side by side on one scale, with the map of their difference.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(FORMAT, NORMALIZATION, ALPHA, FPS, WIDTH);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        request.requireMapsOverVideo();
        if (request.others().isEmpty()) {
            throw new IllegalArgumentException("there is nothing to compare with; name another record, "
                    + "ovi render RECORD --visualizer compare --compare OTHER");
        }
        List<RenderSubject> subjects = new ArrayList<>();
        subjects.add(RenderSubject.of("", record, frames, request.words()).withContent(request.content()));
        subjects.addAll(request.others());
        List<String> titles = Titles.of(subjects, request);
        for (List<RenderSubject> word : CommonWords.of(subjects)) {
            render(word, titles, request, canvas);
        }
    }

    private void render(List<RenderSubject> subjects, List<String> titles, RenderRequest request, Canvas canvas)
            throws IOException {
        Optional<AnimationFormat> format = options.get(FORMAT).animation();
        boolean video = request.frame().orElse(null) instanceof FrameSelection.All;
        List<Side> sides = Side.of(subjects, titles, request);
        List<List<Moment>> moments = format.isEmpty()
                ? List.of(Alignment.still(sides, request))
                : video ? Alignment.frames(sides, request) : Alignment.steps(sides, request);
        var comparison = new ComparisonPictures(sides, moments, options, canvas);
        Side first = sides.getFirst();
        String where = video && format.isPresent()
                ? "frames"
                : "frame" + moments.getFirst().getFirst().videoFrame();
        String suffix = "_compare_" + where + "_" + first.word().fileName();
        if (format.isEmpty()) {
            canvas.figure(suffix, FigureFormat.PNG, comparison.figure(0));
            return;
        }
        VideoFormat shape = first.subject().frames().format();
        boolean whole = video && moments.size() == shape.frames();
        canvas.animation(
                suffix,
                format.get(),
                new Animation(
                        moments.size(),
                        video ? shape.framesPerSecond() : options.get(FPS),
                        index -> comparison.figure(index).toPicture(),
                        whole ? first.subject().frames().file() : Optional.empty()));
    }
}
