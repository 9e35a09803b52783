package dev.ovi.api.visual;

import dev.ovi.api.record.Plane;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers that become the two ends of a colour map.
 *
 * @param min becomes 0
 * @param max becomes 1
 */
public record Scale(double min, double max) {

    /** Differences below this part of the largest magnitude are rounding, not structure. */
    private static final double NOISE = 1e-6;

    /** @throws IllegalArgumentException if a bound is not a number, or they are in the wrong order */
    public Scale {
        if (!Double.isFinite(min) || !Double.isFinite(max) || min > max) {
            throw new IllegalArgumentException("no scale from " + min + " to " + max);
        }
    }

    /**
     * From the smallest value to the largest.
     *
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    public static Scale spanning(List<Plane> planes) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Plane plane : planes) {
            for (float value : plane.requireFinite().values()) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        return new Scale(min, max);
    }

    /**
     * From one percentile of all values to another, interpolated linearly between ranks; what lies outside takes the
     * colour of the end.
     *
     * @param low the lower percentile, 0 to 100
     * @param high the upper percentile, 0 to 100
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    public static Scale percentiles(List<Plane> planes, double low, double high) {
        int count = planes.stream().mapToInt(plane -> plane.values().length).sum();
        float[] sorted = new float[count];
        int at = 0;
        for (Plane plane : planes) {
            System.arraycopy(plane.requireFinite().values(), 0, sorted, at, plane.values().length);
            at += plane.values().length;
        }
        Arrays.sort(sorted);
        return new Scale(percentile(sorted, low), percentile(sorted, high));
    }

    /**
     * From minus to plus the largest magnitude, so that zero is in the middle: for differences.
     *
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    public static Scale symmetric(List<Plane> planes) {
        return spanning(planes).aroundZero();
    }

    /** From minus to plus this scale's larger bound; where both are 0, from −1 to 1, so that zero is in the middle too. */
    public Scale aroundZero() {
        double larger = Math.max(Math.abs(min), Math.abs(max));
        double bound = larger == 0 ? 1 : larger;
        return new Scale(-bound, bound);
    }

    /**
     * The upper part of this scale: what lies below becomes 0.
     *
     * @param place where on this scale the other begins, from 0 to less than 1
     */
    public Scale above(double place) {
        return new Scale(min + place * (max - min), max);
    }

    /** Whether there is nothing to tell apart: the range is zero, or no more than rounding. A flat map is drawn flat. */
    public boolean isFlat() {
        return max - min <= NOISE * Math.max(Math.abs(min), Math.abs(max));
    }

    /** Where a finite value lies between the ends, clamped to 0…1; 0 for every value of a flat scale. */
    public double position(double value) {
        if (isFlat()) {
            return 0;
        }
        return Math.clamp((value - min) / (max - min), 0.0, 1.0);
    }

    private static double percentile(float[] sorted, double percent) {
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * ((double) sorted[above] - sorted[below]);
    }
}
