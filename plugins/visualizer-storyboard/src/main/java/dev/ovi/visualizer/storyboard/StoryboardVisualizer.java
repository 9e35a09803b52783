package dev.ovi.visualizer.storyboard;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
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
import dev.ovi.api.visual.Sheet;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordMap;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Every word's heat map by steps or by video frames, as one still on one scale. */
public final class StoryboardVisualizer implements Visualizer {
    static final Option<Columns> COLUMNS = Option.choice(
            "columns", Columns.STEPS, "What lies side by side: steps over one video frame, or frames of the video.");
    static final Option<Integer> COUNT = Option.integer(
            "count", 8, 2, 64, "How many columns at most: the first, the last, and evenly chosen ones between them.");
    static final Option<Normalization> NORMALIZATION = Normalization.option();
    static final Option<Boolean> SCALE_BY_WORD = Option.flag(
            "scale_by_word", false, "Whether each word has a scale of its own, so that weak words are seen as well.");
    static final Option<ColorMap> COLORS = Option.choice("colors", ColorMap.VIRIDIS, "The colours of the heat maps.");
    static final Option<Double> ALPHA =
            Option.number("alpha", 0.6, 0, 1, "How much of a cell is heat map; the rest is the video frame.");
    static final Option<Integer> CELL_WIDTH = Option.integer("cell_width", 160, 16, 1024, "Pixels of a cell's width.");
    static final Option<FigureFormat> FORMAT =
            Option.choice("format", FigureFormat.PNG, "The kind of file that is written.");

    private static final int MARGIN = 12;

    /** What lies side by side. */
    enum Columns {
        STEPS,
        FRAMES
    }

    private OptionValues options = OptionValues.defaults(options());

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
        return List.of(COLUMNS, COUNT, NORMALIZATION, SCALE_BY_WORD, COLORS, ALPHA, CELL_WIDTH, FORMAT);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        request.requireMapsOverVideo();
        List<WordMap> words = WordMap.of(record, request, request.wordsOrContent());
        int frame = request.frame().orElse(null) instanceof FrameSelection.Single(int wanted) ? wanted : 0;
        boolean overFrames =
                options.get(COLUMNS) == Columns.FRAMES || request.frame().orElse(null) instanceof FrameSelection.All;
        List<Moment> all = overFrames
                ? Moment.frames(record, request.slice())
                : Moment.steps(record, words.getFirst().series(), request.slice(), frame);
        List<Moment> moments = chosen(all, options.get(COUNT));
        Headings headings = new Headings(record, overFrames);
        Cells cells = new Cells(words, moments, frames, options, canvas);
        Figure sheet = new Sheet(
                        cells.names(),
                        moments.stream().map(headings::of).toList(),
                        cells.width(),
                        cells.height(),
                        cells)
                .figure(canvas)
                .padded(MARGIN);
        Legend prompt = new Legend("“" + record.prompt().raw() + "”", List.of());
        Legend legend = cells.legend(headings.common(moments.getFirst()) + " · " + moments.size() + " of " + all.size()
                + (overFrames ? " video frames" : " steps"));
        canvas.figure(
                "_storyboard_" + (overFrames ? "frames" : "frame" + frame),
                options.get(FORMAT),
                Figure.column(
                        0, List.of(canvas.legend(prompt, sheet.width()), sheet, canvas.legend(legend, sheet.width()))));
    }

    /** The first and the last of all moments, and evenly chosen ones between them. */
    private static List<Moment> chosen(List<Moment> all, int count) {
        return all.size() <= count
                ? all
                : IntStream.range(0, count)
                        .mapToObj(i -> all.get((int) Math.round(i * (all.size() - 1.0) / (count - 1))))
                        .toList();
    }
}
