package dev.ovi.visualizer.storyboard;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Normalization;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.Sheet;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every word's heat map by steps or by video frames, as one still on one scale. */
public final class StoryboardVisualizer implements Visualizer {
    static final Option<Columns> COLUMNS = Option.choice(
            "columns", Columns.STEPS, "What lies side by side: steps over one video frame, or frames of the video.");
    static final Option<Integer> COUNT = Option.integer(
            "count", 8, 2, 64, "How many columns at most: the first, the last, and evenly chosen ones between them.");
    static final Option<Normalization> NORMALIZATION = Normalization.option();
    static final Option<ColorMap> COLORS = Option.choice("colors", ColorMap.VIRIDIS, "The colours of the heat maps.");
    static final Option<Double> HEAT_SHARE =
            Option.number("heat_share", 0.6, 0, 1, "How much of a cell is heat map; the rest is the video frame.");
    static final Option<Integer> CELL_WIDTH = Option.integer("cell_width", 160, 16, 1024, "Pixels of a cell's width.");
    static final Option<FigureFormat> FORMAT =
            Option.choice("format", FigureFormat.PNG, "The kind of file that is written.");

    private static final int MARGIN = 12;

    /** What lies side by side. */
    enum Columns {
        STEPS,
        FRAMES
    }

    @Override
    public String id() {
        return "storyboard";
    }

    @Override
    public String description() {
        return "A contact sheet: every word by steps or by video frames, on one scale.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(COLUMNS, COUNT, NORMALIZATION, COLORS, HEAT_SHARE, CELL_WIDTH, FORMAT);
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        if (request.kind().mapped() != Sequence.VIDEO) {
            throw new IllegalArgumentException("storyboard draws over video frames; "
                    + request.kind().id() + " maps lie over sound, which the timeline visualizer shows");
        }
        OptionValues options = request.options();
        List<WordMap> words = WordMap.of(record, request, request.wordsOrContent());
        boolean overFrames = options.get(COLUMNS) == Columns.FRAMES
                || request.frame().orElse(null) instanceof FrameSelection.All;
        List<Moment> all = overFrames
                ? Moment.frames(record, request.slice())
                : Moment.steps(record, words.getFirst().series(), request.slice(), frame(request));
        List<Moment> moments = chosen(all, options.get(COUNT));
        Optional<Scale> common = options.get(NORMALIZATION)
                .common(words.stream().flatMap(word -> word.at(moments).stream()).toList());
        Figure sheet = new Sheet(
                        words.stream().map(WordMap::name).toList(),
                        moments.stream()
                                .map(moment -> overFrames ? frameText(record, moment) : stepText(record, moment.slice()))
                                .toList(),
                        options.get(CELL_WIDTH),
                        cellHeight(frames, options),
                        cells(words, moments, common, frames, options, canvas))
                .figure(canvas)
                .padded(MARGIN);
        String subject = overFrames
                ? stepText(record, request.slice()) + " · " + moments.size() + " of " + all.size() + " video frames"
                : "video frame " + frame(request) + " · " + moments.size() + " of " + all.size() + " steps";
        String text = subject + " · " + options.get(NORMALIZATION).text()
                + (common.isPresent() ? "" : ": 0 is its least value, 1 its largest");
        Legend prompt = new Legend("“" + record.prompt().raw() + "”", List.of());
        Legend legend = Legend.bar(text, options.get(COLORS), common.orElse(new Scale(0, 1)));
        canvas.figure(
                "_storyboard_" + (overFrames ? "frames" : "frame" + frame(request)),
                options.get(FORMAT),
                Figure.column(
                        0,
                        List.of(canvas.legend(prompt, sheet.width()), sheet, canvas.legend(legend, sheet.width()))));
    }

    /** The pictures; frames of the video are decoded once, in order, and kept as small as they are shown. */
    private static Sheet.Cells cells(
            List<WordMap> words,
            List<Moment> moments,
            Optional<Scale> common,
            FrameSource frames,
            OptionValues options,
            Canvas canvas)
            throws IOException {
        int width = options.get(CELL_WIDTH);
        int height = cellHeight(frames, options);
        Map<Integer, BufferedImage> shrunk = new HashMap<>();
        for (Moment moment : moments) {
            if (!shrunk.containsKey(moment.videoFrame())) {
                BufferedImage frame = frames.frame(moment.videoFrame());
                shrunk.put(moment.videoFrame(), canvas.resize(frame, width, height));
            }
        }
        return (row, column) -> {
            Moment moment = moments.get(column);
            Plane map = words.get(row).at(moment);
            Scale scale = common.orElseGet(() -> Scale.spanning(List.of(map)));
            BufferedImage heat = canvas.heat(canvas.resize(map, width, height), scale, options.get(COLORS));
            BufferedImage frame = Objects.requireNonNull(shrunk.get(moment.videoFrame()));
            return canvas.blend(frame, heat, options.get(HEAT_SHARE));
        };
    }

    private static int cellHeight(FrameSource frames, OptionValues options) {
        VideoFormat video = frames.format();
        return Math.max(1, Math.round(options.get(CELL_WIDTH) * (float) video.height() / video.width()));
    }

    /** The first and the last of all moments, and evenly chosen ones between them. */
    private static List<Moment> chosen(List<Moment> all, int count) {
        return all.size() <= count
                ? all
                : IntStream.range(0, count)
                        .mapToObj(i -> all.get(Math.round(i * (all.size() - 1f) / (count - 1))))
                        .toList();
    }

    private static int frame(RenderRequest request) {
        return request.frame().orElse(null) instanceof FrameSelection.Single single ? single.videoFrame() : 0;
    }

    private static String stepText(AttentionRecord record, MapSlice slice) {
        return slice.step().isPresent() ? Moment.stepText(record, slice.step().getAsInt()) : "mean over steps";
    }

    private static String frameText(AttentionRecord record, Moment moment) {
        double seconds = moment.videoFrame() / record.video().framesPerSecond();
        return String.format(Locale.ROOT, "frame %d · %.2f s", moment.videoFrame(), seconds);
    }
}
