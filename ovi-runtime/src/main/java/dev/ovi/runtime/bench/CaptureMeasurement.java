package dev.ovi.runtime.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What looking costs.
 *
 * @param steps diffusion steps of each run
 * @param rounds a run with capture and one without, one right after the other
 * @param identical whether all videos were the same, byte by byte
 */
public record CaptureMeasurement(int steps, List<Round> rounds, boolean identical) {

    /** With a copy of the rounds. */
    public CaptureMeasurement {
        rounds = List.copyOf(rounds);
    }

    /**
     * Two runs.
     *
     * @param stepSecondsWithCapture median time of a step with capture
     * @param stepSecondsWithout median time of a step without
     */
    public record Round(double stepSecondsWithCapture, double stepSecondsWithout) {

        /** Time with capture over time without. */
        public double ratio() {
            return stepSecondsWithCapture / stepSecondsWithout;
        }
    }

    /** The median of a figure over all rounds. */
    public double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds, figure);
    }
}
