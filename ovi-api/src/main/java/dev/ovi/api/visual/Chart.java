package dev.ovi.api.visual;

import java.awt.Color;
import java.util.List;

/**
 * Curves over one axis.
 *
 * @param title what is shown
 * @param xAxis what lies along the horizontal axis, with its unit
 * @param yAxis what lies along the vertical axis, with its unit
 * @param curves the curves; at least one
 */
public record Chart(String title, String xAxis, String yAxis, List<Curve> curves) {

    /**
     * One curve.
     *
     * @param label for the chart's legend
     * @param color of the line
     * @param x ascending; not copied, and not to be changed
     * @param y finite, or {@link Double#NaN} for a gap; as many as {@code x}
     * @param filled whether the room between curve and axis is filled
     */
    public record Curve(String label, Color color, double[] x, double[] y, boolean filled) {
        /** @throws IllegalArgumentException if the numbers of values differ, or there are none */
        public Curve {
            if (x.length != y.length || x.length == 0) {
                throw new IllegalArgumentException(
                        "curve \"" + label + "\" has " + x.length + " places and " + y.length + " values");
            }
        }

        /** A line. */
        public static Curve line(String label, Color color, double[] x, double[] y) {
            return new Curve(label, color, x, y, false);
        }
    }

    /** @throws IllegalArgumentException if there is no curve */
    public Chart {
        curves = List.copyOf(curves);
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("chart \"" + title + "\" has no curves");
        }
    }
}
