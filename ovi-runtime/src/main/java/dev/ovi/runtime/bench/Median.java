package dev.ovi.runtime.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The value in the middle, which a single slow measurement does not move. */
final class Median {
    private Median() {}

    /** The middle of a figure of some measurements. */
    static <T> double of(List<T> measurements, ToDoubleFunction<T> figure) {
        return of(measurements.stream().mapToDouble(figure).toArray());
    }

    /** The middle of some values, or the mean of the two in the middle. */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
