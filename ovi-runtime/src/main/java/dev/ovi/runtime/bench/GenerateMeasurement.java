package dev.ovi.runtime.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whole processes beside upstream's.
 *
 * @param steps diffusion steps of each
 * @param rounds both, once for each round
 */
public record GenerateMeasurement(int steps, List<Round> rounds) {

    /** One process each, one right after the other. */
    public record Round(ProcessCost ours, ProcessCost upstream) {

        /** Our process's time over upstream's. */
        public double ratio() {
            return ours.seconds() / upstream.seconds();
        }

        /** Our steps' time, capture included, over upstream's without capture. */
        public double stepRatio() {
            return ours.stepSeconds() / upstream.stepSeconds();
        }
    }

    /** The median of a figure over all rounds. */
    public double median(ToDoubleFunction<Round> figure) {
        return Median.of(rounds, figure);
    }
}
