package dev.ovi.runtime.bench;

import java.util.Arrays;
import java.util.List;

/** The middle of measurements, which a disturbed one does not move. */
final class Medians {
    private Medians() {}

    /** The middle value, or the mean of the two in the middle. */
    static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The same of boxed numbers. */
    static double of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
