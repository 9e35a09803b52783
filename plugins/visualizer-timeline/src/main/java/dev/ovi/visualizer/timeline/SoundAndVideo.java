package dev.ovi.visualizer.timeline;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;

/** Which moment of the sound belongs to which moment of the video: the share for every pair of the two. */
final class SoundAndVideo implements Timeline {
    private static final double HEIGHT = 0.5;

    private final AttentionRecord record;
    private final SharesOverTime shares;
    private final MapSlice slice;
    private final ColorMap colors;
    private final List<Integer> positions;
    private final int soundLength;
    /** For each of the positions, the share at each video frame. */
    private final List<double[]> columns;

    SoundAndVideo(AttentionRecord record, SharesOverTime shares, RenderRequest request, ColorMap colors) {
        this.record = record;
        this.shares = shares;
        this.slice = request.slice();
        this.colors = colors;
        this.positions = request.words().stream()
                .flatMap(word -> word.positions().stream())
                .distinct()
                .sorted()
                .toList();
        this.soundLength = soundLength(shares.series());
        this.columns = positions.stream()
                .map(position -> shares.alongTime(slice, TokenGroup.single("sound " + position, position)))
                .toList();
    }

    /** The record knows the length of the sound's latent by maps over it, or by the positions that were captured. */
    private int soundLength(MapSeries series) {
        int captured = 1
                + series.positions().stream().mapToInt(Integer::intValue).max().orElse(0);
        return record.find(AttentionKind.TEXT_TO_AUDIO, series.branch())
                .map(sound -> Math.max(captured, sound.grid().frames()))
                .orElse(captured);
    }

    @Override
    public Figure figure(FrameSource frames, Canvas canvas, int width) throws IOException {
        Scale scale = Scale.spanning(columns.stream().map(SoundAndVideo::plane).toList());
        Chart chart = Chart.of(
                        "Which moment of the sound belongs to which of the video",
                        TopStrip.time("seconds of sound", shares.duration()),
                        TopStrip.time("seconds of video", shares.duration()),
                        picture(canvas, scale))
                .counting("frame", record.video().framesPerSecond());
        String step = Moment.stepText(record, slice);
        String text = (shares.series().kind() == AttentionKind.AUDIO_TO_VIDEO
                        ? "How much a patch of the video at a moment (row) attends to a moment of the sound (column)"
                        : "How much a moment of the sound (column) attends to a patch of the video at a moment (row)")
                + " · mean over patches · " + step;
        List<Figure> rows = new ArrayList<>();
        rows.add(canvas.legend(new Legend("“" + record.prompt().raw() + "”", List.of()), width));
        TopStrip.wave(frames, shares.duration(), canvas, width).ifPresent(rows::add);
        rows.add(canvas.chart(chart, width, (int) Math.round(width * HEIGHT)));
        rows.add(canvas.legend(Legend.bar(text, colors, scale), width));
        return Figure.column(0, rows);
    }

    private static Plane plane(double[] column) {
        float[] values = new float[column.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) column[i];
        }
        return new Plane(1, values.length, values);
    }

    /** A pixel for each pair, time running to the right and up; what was not captured stays empty. */
    private BufferedImage picture(Canvas canvas, Scale scale) {
        int frames = columns.getFirst().length;
        BufferedImage picture = new BufferedImage(soundLength, frames, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < columns.size(); i++) {
            BufferedImage column = canvas.heat(plane(columns.get(i)), scale, colors);
            for (int frame = 0; frame < frames; frame++) {
                picture.setRGB(positions.get(i), frames - 1 - frame, column.getRGB(0, frame));
            }
        }
        return picture;
    }

    @Override
    public void writeCsv(Writer out) throws IOException {
        try (CSVPrinter csv =
                Timeline.csv(out, "sound_position", "sound_seconds", "video_frame", "video_seconds", "share")) {
            for (int i = 0; i < columns.size(); i++) {
                int position = positions.get(i);
                double[] column = columns.get(i);
                for (int frame = 0; frame < column.length; frame++) {
                    csv.printRecord(
                            position,
                            shares.soundTime(position, soundLength),
                            frame,
                            shares.frameTime(frame),
                            column[frame]);
                }
            }
        }
    }
}
