package dev.ovi.runtime.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of a GIF.
 *
 * @param workload the size that was asked for
 * @param seed of the random maps and video
 * @param ffmpeg which ffmpeg it was compared with
 * @param width of each picture
 * @param height of each picture, with its legend
 * @param bytes how large the GIF is
 * @param ffmpegBytes how large ffmpeg's is
 * @param rounds the times, in the order of measuring; before the first nothing was compiled yet
 */
public record RenderMeasurement(
        RenderWorkload workload,
        long seed,
        String ffmpeg,
        int width,
        int height,
        long bytes,
        long ffmpegBytes,
        List<Round> rounds) {

    /** With a copy. */
    public RenderMeasurement {
        rounds = List.copyOf(rounds);
    }

    /**
     * One GIF of each kind, one after the other.
     *
     * @param seconds from the record to the finished file
     * @param ffmpegSeconds both passes of ffmpeg over the same pictures, which it gets uncompressed
     */
    public record Round(double seconds, double ffmpegSeconds) {

        /** How many times as long as ffmpeg it took. */
        public double ratio() {
            return seconds / ffmpegSeconds;
        }
    }

    /** The median of a figure over all rounds. */
    public double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds, figure);
    }
}
