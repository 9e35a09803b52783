package dev.ovi.visualizer.timeline;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Visualizer;
import java.io.IOException;
import java.util.List;

/**
 * How much attention each word gets along the video or sound and from step to step; between sound and video, which moment
 * belongs to which.
 */
public final class TimelineVisualizer implements Visualizer {
    static final Option<Format> FORMAT =
            Option.choice("format", Format.PNG, "The kind of file that is written; csv holds the numbers.");
    static final Option<ColorMap> COLORS =
            Option.choice("colors", ColorMap.VIRIDIS, "The colours of maps between sound and video.");
    static final Option<Integer> WIDTH = Option.integer("width", 1200, 600, 8000, "Pixels of the picture's width.");

    /** The kinds of files. */
    enum Format {
        PNG,
        SVG,
        CSV
    }

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "timeline";
    }

    @Override
    public String description() {
        return "Each word's share of attention along the video or sound and from step to step; sound against video.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(FORMAT, COLORS, WIDTH);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        AttentionKind kind = request.kind();
        SharesOverTime shares = new SharesOverTime(record, record.series(kind, request.branch()));
        Timeline timeline = kind.position() == Sequence.AUDIO && kind.mapped() == Sequence.VIDEO
                ? new SoundAndVideo(record, shares, request, options.get(COLORS))
                : new WordTimeline(record, shares, request);
        String suffix = "_timeline" + (kind == AttentionKind.TEXT_TO_VIDEO ? "" : "_" + kind.id());
        int width = options.get(WIDTH);
        switch (options.get(FORMAT)) {
            case PNG -> canvas.figure(suffix, FigureFormat.PNG, timeline.figure(frames, canvas, width));
            case SVG -> canvas.figure(suffix, FigureFormat.SVG, timeline.figure(frames, canvas, width));
            case CSV -> canvas.text(suffix + ".csv", timeline::writeCsv);
        }
    }
}
