package dev.ovi.visualizer.timeline;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVPrinter;

/** How much attention each word gets, along the video or sound and from step to step. */
final class WordTimeline implements Timeline {
    private static final int WORDS_HEIGHT = 320;
    private static final int SINK_HEIGHT = 170;
    private static final int LETTERS = 12;

    private final AttentionRecord record;
    private final SharesOverTime shares;
    private final MapSlice slice;
    private final OptionalInt place;
    private final List<Track> words;
    private final List<Track> sinks;

    /** @throws IllegalArgumentException if the video frame that was asked for does not exist */
    WordTimeline(AttentionRecord record, SharesOverTime shares, RenderRequest request) {
        this.record = record;
        this.shares = shares;
        this.slice = request.slice();
        this.place = place(request);
        this.words = Track.words(record, request);
        this.sinks = Track.sinks(record, shares.series(), words);
    }

    private OptionalInt place(RenderRequest request) {
        if (!shares.overVideo() || !(request.frame().orElse(null) instanceof FrameSelection.Single(int frame))) {
            return OptionalInt.empty();
        }
        int last = record.frames().videoFrames() - 1;
        if (frame < 0 || frame > last) {
            throw new IllegalArgumentException("video frame " + frame + " does not exist; there are 0 to " + last);
        }
        return OptionalInt.of(frame);
    }

    @Override
    public Figure figure(FrameSource frames, Canvas canvas, int width) throws IOException {
        int half = width / 2;
        List<Figure> rows = new ArrayList<>();
        Optional<Figure> strip = shares.overVideo()
                ? TopStrip.film(frames, shares.duration(), canvas, half)
                : TopStrip.wave(frames, shares.duration(), canvas, half);
        List<Legend.Key> keys = words.stream()
                .<Legend.Key>map(word -> new Legend.Swatch(word.name(), word.color()))
                .toList();
        Figure heading = canvas.legend(new Legend("“" + record.prompt().raw() + "”", keys), half);
        rows.add(strip.map(above -> Figure.row(0, List.of(above, heading))).orElse(heading));
        rows.add(row("Words", words, canvas, half, WORDS_HEIGHT));
        for (Track sink : sinks) {
            rows.add(row(sink.name(), List.of(sink), canvas, half, SINK_HEIGHT));
        }
        String text = "A word's share is the mean over patches of the probability that they attend to it.";
        rows.add(canvas.label(text, LETTERS, width).padded(LETTERS));
        return Figure.column(0, rows);
    }

    /** One group of curves: along time at the left, by steps at the right. */
    private Figure row(String what, List<Track> tracks, Canvas canvas, int width, int height) {
        String over = shares.overVideo() ? "the video" : "the sound";
        String step = Moment.stepText(record, slice);
        String where = place.isPresent() ? "video frame " + place.getAsInt() : "mean over " + over;
        double[] times = shares.times();
        Chart time = new Chart(
                        what + " along " + over,
                        TopStrip.time("seconds", shares.duration()),
                        Chart.Axis.of("share of attention in %, " + step),
                        tracks.stream()
                                .map(track -> curve(track, times, shares.alongTime(slice, track.group())))
                                .toList())
                .counting("frame", record.video().framesPerSecond());
        double[] steps =
                shares.series().steps().stream().mapToDouble(index -> index + 1).toArray();
        Chart bySteps = new Chart(
                what + " from step to step",
                Chart.Axis.of("diffusion step"),
                Chart.Axis.of("share of attention in %, " + where),
                tracks.stream()
                        .map(track -> curve(track, steps, shares.bySteps(slice, track.group(), place)))
                        .toList());
        return Figure.row(0, List.of(canvas.chart(time, width, height), canvas.chart(bySteps, width, height)));
    }

    private static Chart.Curve curve(Track track, double[] places, double[] values) {
        double[] percent = Arrays.stream(values).map(value -> 100 * value).toArray();
        return Chart.Curve.line("", track.color(), places, percent);
    }

    @Override
    public void writeCsv(Writer out) throws IOException {
        List<Track> tracks = new ArrayList<>(words);
        tracks.addAll(sinks);
        double[] times = shares.times();
        List<Integer> steps = shares.series().steps();
        try (CSVPrinter csv = Timeline.csv(out, "along", "index", "at", "word", "share")) {
            for (Track track : tracks) {
                double[] along = shares.alongTime(slice, track.group());
                for (int i = 0; i < along.length; i++) {
                    csv.printRecord(shares.overVideo() ? "video" : "sound", i, times[i], track.name(), along[i]);
                }
                double[] bySteps = shares.bySteps(slice, track.group(), place);
                for (int i = 0; i < bySteps.length; i++) {
                    int step = steps.get(i);
                    csv.printRecord("steps", step, record.timesteps().get(step), track.name(), bySteps[i]);
                }
            }
        }
    }
}
