package dev.ovi.visualizer.jetgif;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Scale;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One word's maps in the size of the video, and the frames below them. */
final class Heat {
    private static final double LOW_PERCENTILE = 1;
    private static final double HIGH_PERCENTILE = 99;

    private final AttentionRecord record;
    private final FrameSource frames;
    private final MapSeries series;
    private final TokenGroup word;
    private final Canvas canvas;
    private int shown = -1;
    private @Nullable BufferedImage picture;

    Heat(AttentionRecord record, FrameSource frames, MapSeries series, TokenGroup word, Canvas canvas) {
        this.record = record;
        this.frames = frames;
        this.series = series;
        this.word = word;
        this.canvas = canvas;
    }

    /** The scale of all pictures; absent where each has its own. */
    Optional<Scale> commonScale(List<Moment> moments, Normalization normalization) {
        return switch (normalization) {
            case STEP -> Optional.empty();
            case RUN -> {
                double min = Double.POSITIVE_INFINITY;
                double max = Double.NEGATIVE_INFINITY;
                for (Moment moment : moments) {
                    Scale own = Scale.spanning(List.of(plane(moment)));
                    min = Math.min(min, own.min());
                    max = Math.max(max, own.max());
                }
                yield Optional.of(new Scale(min, max));
            }
            case PERCENTILE -> {
                // Over patches, not pixels: the same shares, and a thousandth of the memory.
                List<Plane> patches = new ArrayList<>();
                moments.forEach(moment -> patches.add(patches(moment)));
                yield Optional.of(Scale.percentiles(patches, LOW_PERCENTILE, HIGH_PERCENTILE));
            }
        };
    }

    /** The map in the size of the video. */
    Plane plane(Moment moment) {
        return canvas.resize(
                patches(moment), frames.format().width(), frames.format().height());
    }

    private Plane patches(Moment moment) {
        return series.plane(moment.slice(), word, record.frames().latentFrame(moment.videoFrame()));
    }

    /** The frame below the map; kept, because most animations stay on one. */
    BufferedImage videoFrame(int index) throws IOException {
        BufferedImage current = picture;
        if (current == null || shown != index) {
            current = frames.frame(index);
            picture = current;
            shown = index;
        }
        return current;
    }
}
