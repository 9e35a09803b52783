package dev.ovi.api.visual;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Curves over one axis, or a picture between two. Charts of one width have their plots exactly below one another when they
 * are put in a {@linkplain Figure#column column}, so that one axis can serve several of them.
 *
 * @param title what is shown; may be empty
 * @param xAxis what lies along the horizontal axis, with its unit
 * @param yAxis what lies along the vertical axis, with its unit
 * @param counter a second scale along the horizontal axis
 * @param curves the curves; those with a label are named in a legend below the plot
 * @param picture instead of curves: fills the spans of both axes, first row on top; where it grows, each of
 *     its pixels becomes a block of colour
 */
public record Chart(
        String title,
        Axis xAxis,
        Axis yAxis,
        Optional<Counter> counter,
        List<Curve> curves,
        Optional<BufferedImage> picture) {

    /**
     * An axis.
     *
     * @param title what lies along it, with its unit; an axis without a title has no numbers
     * @param span the values of its ends; absent where it spans the curves
     */
    public record Axis(String title, Optional<Span> span) {
        /** An axis that spans the curves. */
        public static Axis of(String title) {
            return new Axis(title, Optional.empty());
        }

        /** An axis between two values. */
        public static Axis spanning(String title, double from, double to) {
            return new Axis(title, Optional.of(new Span(from, to)));
        }
    }

    /**
     * The values of the two ends of an axis.
     *
     * @param from the left or lower end
     * @param to the right or upper end
     */
    public record Span(double from, double to) {
        /** @throws IllegalArgumentException if an end is not a number, or they are not in order */
        public Span {
            if (!Double.isFinite(from) || !Double.isFinite(to) || from >= to) {
                throw new IllegalArgumentException("no axis from " + from + " to " + to);
            }
        }
    }

    /**
     * A scale above the plot that counts something, for instance the video frames of a time axis.
     *
     * @param title what is counted
     * @param perUnit how many there are in one unit of the horizontal axis
     */
    public record Counter(String title, double perUnit) {}

    /**
     * One curve.
     *
     * @param label for the chart's legend; empty where it is not to be named
     * @param color of the line
     * @param x finite and ascending; not copied, and not to be changed
     * @param y finite, or {@link Double#NaN} for a gap; as many as {@code x}
     * @param filled whether the room between curve and axis is filled
     */
    public record Curve(String label, Color color, double[] x, double[] y, boolean filled) {
        /** @throws IllegalArgumentException if the numbers of values differ, there are none, or one is infinite */
        public Curve {
            if (x.length != y.length || x.length == 0) {
                throw new IllegalArgumentException(
                        "curve \"" + label + "\" has " + x.length + " places and " + y.length + " values");
            }
            if (!Arrays.stream(x).allMatch(Double::isFinite) || Arrays.stream(y).anyMatch(Double::isInfinite)) {
                throw new IllegalArgumentException("curve \"" + label + "\" has a place or value that is not finite");
            }
        }

        /** A line. */
        public static Curve line(String label, Color color, double[] x, double[] y) {
            return new Curve(label, color, x, y, false);
        }
    }

    /** @throws IllegalArgumentException if there are neither curves nor a picture or both, or an axis of it has no span */
    public Chart {
        curves = List.copyOf(curves);
        if (curves.isEmpty() != picture.isPresent()) {
            throw new IllegalArgumentException(
                    "chart \"" + title + "\" has " + (curves.isEmpty() ? "no curves" : "curves and a picture"));
        }
        if (picture.isPresent() && (xAxis.span().isEmpty() || yAxis.span().isEmpty())) {
            throw new IllegalArgumentException("chart \"" + title + "\" has a picture, but no spans that it fills");
        }
    }

    /** Curves. */
    public Chart(String title, Axis xAxis, Axis yAxis, List<Curve> curves) {
        this(title, xAxis, yAxis, Optional.empty(), curves, Optional.empty());
    }

    /** Curves over axes that span them. */
    public Chart(String title, String xAxis, String yAxis, List<Curve> curves) {
        this(title, Axis.of(xAxis), Axis.of(yAxis), curves);
    }

    /** A picture between axes that both have spans. */
    public static Chart of(String title, Axis xAxis, Axis yAxis, BufferedImage picture) {
        return new Chart(title, xAxis, yAxis, Optional.empty(), List.of(), Optional.of(picture));
    }

    /** The chart with a second scale. */
    public Chart counting(String what, double perUnit) {
        return new Chart(title, xAxis, yAxis, Optional.of(new Counter(what, perUnit)), curves, picture);
    }
}
