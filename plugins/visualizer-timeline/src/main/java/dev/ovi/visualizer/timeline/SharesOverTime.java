package dev.ovi.visualizer.timeline;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much attention a group of positions gets: the mean over patches of its probability. Where maps lie over the video,
 * places in time are its frames, and between two latent frames shares are interpolated; where they lie over sound, places are
 * the positions of its latent.
 */
final class SharesOverTime {
    private final AttentionRecord record;
    private final MapSeries series;

    SharesOverTime(AttentionRecord record, MapSeries series) {
        this.record = record;
        this.series = series;
    }

    MapSeries series() {
        return series;
    }

    boolean overVideo() {
        return series.kind().mapped() == Sequence.VIDEO;
    }

    /** How long the video is, in seconds. Its sound is made to be as long. */
    double duration() {
        return record.frames().videoFrames() / record.video().framesPerSecond();
    }

    /** When each place is, in seconds: the start of a frame, the middle of a position of sound. */
    double[] times() {
        return overVideo()
                ? doubles(record.frames().videoFrames(), this::frameTime)
                : doubles(
                        series.grid().frames(),
                        position -> soundTime(position, series.grid().frames()));
    }

    double frameTime(int videoFrame) {
        return videoFrame / record.video().framesPerSecond();
    }

    double soundTime(int position, int positions) {
        return (position + 0.5) * duration() / positions;
    }

    /** The share at each place in time. */
    double[] alongTime(MapSlice slice, TokenGroup group) {
        double[] means = doubles(series.grid().frames(), frame -> mean(slice, group, frame));
        if (!overVideo()) {
            return means;
        }
        FrameMapping mapping = record.frames();
        return doubles(mapping.videoFrames(), frame -> {
            double position = mapping.latentPosition(frame);
            int before = (int) position;
            int after = Math.min(before + 1, means.length - 1);
            return means[before] + (position - before) * (means[after] - means[before]);
        });
    }

    /** The share at each recorded step: at one place in time, or over all patches. */
    double[] bySteps(MapSlice slice, TokenGroup group, OptionalInt place) {
        return series.steps().stream()
                .map(step -> new MapSlice(OptionalInt.of(step), slice.layer(), slice.head()))
                .mapToDouble(step -> place.isPresent()
                        ? alongTime(step, group)[place.getAsInt()]
                        : IntStream.range(0, series.grid().frames())
                                .mapToDouble(frame -> mean(step, group, frame))
                                .average()
                                .orElseThrow())
                .toArray();
    }

    private double mean(MapSlice slice, TokenGroup group, int frame) {
        return series.plane(slice, group, frame).mean();
    }

    private static double[] doubles(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }
}
