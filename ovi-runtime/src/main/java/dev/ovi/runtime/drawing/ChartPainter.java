package dev.ovi.runtime.drawing;

import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Legend;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws charts, in the colours of all figures. XChart draws axes and curves; title, second scale and legend are ours, so
 * that plots keep their place whatever is written around them.
 */
final class ChartPainter {
    private static final Color GRID = new Color(0x2B2E34);
    private static final Color MUTED = new Color(0xA2A6AD);
    private static final int FILL_ALPHA = 0xA0;
    /** Letters of axes are this part of the width, within limits. */
    private static final float LETTERS = 1 / 76f;

    private static final float SMALLEST_LETTERS = 11;
    private static final float LARGEST_LETTERS = 14;
    /** Where every plot begins, in heights of letters: behind the longest number of an axis. */
    private static final float LEFT = 5.4f;
    /** A point alone has no extent; its axis reaches so far to both sides. */
    private static final double ALONE = 0.5;

    private final Font font;
    private final LegendPainter legends;

    ChartPainter(Font font, LegendPainter legends) {
        this.font = font;
        this.legends = legends;
    }

    Figure figure(Chart chart, int width, int height) {
        return new Figure(width, height, graphics -> {
            graphics.setColor(Figure.BACKGROUND);
            graphics.fillRect(0, 0, width, height);
            float letters = Math.clamp(width * LETTERS, SMALLEST_LETTERS, LARGEST_LETTERS);
            Set<Legend.Key> keys = new LinkedHashSet<>();
            for (Chart.Curve curve : chart.curves()) {
                if (!curve.label().isEmpty()) {
                    keys.add(new Legend.Swatch(curve.label(), curve.color()));
                }
            }
            int below = 0;
            if (!keys.isEmpty()) {
                Figure legend = legends.figure(new Legend("", List.copyOf(keys)), width, letters);
                below = legend.height();
                legend.paintAt(graphics, 0, height - below);
            }
            int above = paintTitles(chart, graphics, letters);
            int plotHeight = Math.max(1, height - above - below);
            graphics.translate(0, above);
            new Plot(chart, letters).paint(graphics, width, plotHeight);
        });
    }

    /** Draws what stands above the plot, and returns how much room it takes. */
    private int paintTitles(Chart chart, Graphics2D graphics, float letters) {
        int left = Math.round(letters * 0.7f);
        float y = letters * 0.4f;
        if (!chart.title().isEmpty()) {
            graphics.setFont(font.deriveFont(letters * 1.25f));
            graphics.setColor(Figure.FOREGROUND);
            graphics.drawString(chart.title(), left, y + letters * 1.35f);
            y += letters * 1.9f;
        }
        if (!chart.yAxis().title().isEmpty()) {
            graphics.setFont(font.deriveFont(letters));
            graphics.setColor(MUTED);
            graphics.drawString(chart.yAxis().title(), left, y + letters);
            y += letters * 1.5f;
        }
        return Math.round(y + (chart.counter().isPresent() ? letters * 1.9f : 0));
    }

    /** Axes, curves, picture and second scale. */
    private final class Plot {
        private static final double X_ROOM = 0.015;
        private static final double Y_ROOM = 0.06;

        private final Chart chart;
        private final float letters;
        private final Chart.Span x;
        private final Chart.Span y;
        /** XChart never ends where steps between numbers are below 1e-10; it is given numbers below 10. */
        private final int exponent;

        Plot(Chart chart, float letters) {
            this.chart = chart;
            this.letters = letters;
            x = chart.xAxis().span().orElseGet(() -> spanX(chart.curves()));
            y = chart.yAxis().span().orElseGet(() -> spanY(chart.curves()));
            exponent = (int) Math.floor(Math.log10(Math.max(Math.abs(y.from()), Math.abs(y.to()))));
        }

        void paint(Graphics2D graphics, int width, int height) {
            XYChart drawn = new XYChart(width, height);
            style(drawn.getStyler(), width);
            drawn.setXAxisTitle(chart.xAxis().title());
            // XChart knows the kind of an axis by its data.
            drawn.addSeries("axes", new double[] {x.from()}, new double[] {Double.NaN});
            for (int i = 0; i < chart.curves().size(); i++) {
                add(drawn, Integer.toString(i), chart.curves().get(i));
            }
            align(drawn, width, height);
            drawn.paint(graphics, width, height);
            // With a hint, XChart answers where a value lies only for plots that are higher than it.
            drawn.getStyler().setXAxisTickMarkSpacingHint(0);
            chart.picture().ifPresent(picture -> paintPicture(drawn, graphics, picture));
            chart.counter().ifPresent(counter -> paintCounter(drawn, graphics, counter));
        }

        /** XChart estimates how wide its numbers are; it draws once, unseen, to know. */
        private void align(XYChart drawn, int width, int height) {
            Graphics2D unseen = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            try {
                drawn.paint(unseen, width, height);
            } finally {
                unseen.dispose();
            }
            double left = drawn.getScreenXFromChart(drawn.getStyler().getXAxisMin());
            int hint = drawn.getStyler().getYAxisLeftWidthHint();
            drawn.getStyler().setYAxisLeftWidthHint((int) Math.round(hint + letters * LEFT - left));
        }

        private double scaled(double value) {
            return value * Math.pow(10, -exponent);
        }

        private void add(XYChart drawn, String name, Chart.Curve curve) {
            double[] values = new double[curve.y().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = scaled(curve.y()[i]);
            }
            XYSeries series = drawn.addSeries(name, curve.x(), values);
            Color color = curve.color();
            series.setLineColor(color);
            series.setLineStyle(
                    curve.filled()
                            ? SeriesLines.NONE
                            : new BasicStroke(letters / 7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            series.setMarkerColor(color);
            if (curve.filled()) {
                series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
                series.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), FILL_ALPHA));
            }
        }

        private void style(XYStyler styler, int width) {
            double xRoom = X_ROOM * (x.to() - x.from());
            double yRoom = (chart.picture().isPresent() ? X_ROOM : Y_ROOM) * (y.to() - y.from());
            styler.setXAxisMin(x.from() - xRoom).setXAxisMax(x.to() + xRoom);
            styler.setYAxisMin(scaled(y.from() - yRoom)).setYAxisMax(scaled(y.to() + yRoom));
            styler.setyAxisTickLabelsFormattingFunction(value -> NumberLabels.tick(value, exponent));
            styler.setxAxisTickLabelsFormattingFunction(value -> NumberLabels.tick(value, 0));
            styler.setXAxisTickMarkSpacingHint(Math.max(Math.round(letters * 5), wholeNumber(width)));
            styler.setYAxisTickMarkSpacingHint(Math.round(letters * 3));
            boolean columns = !chart.xAxis().title().isEmpty();
            boolean rows = !chart.yAxis().title().isEmpty();
            styler.setXAxisTicksVisible(columns).setPlotGridVerticalLinesVisible(columns);
            styler.setYAxisTicksVisible(rows).setPlotGridHorizontalLinesVisible(rows);
            styler.setYAxisLabelAlignment(TextAlignment.Right);
            styler.setYAxisLeftWidthHint(Math.round(letters * LEFT));
            styler.setPlotContentSize(1);
            styler.setPlotMargin(0);
            styler.setChartPadding(Math.round(letters * 0.7f));
            styler.setAxisTickPadding(Math.round(letters * 0.5f));
            styler.setAxisTickMarkLength(0);
            styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
            styler.setPlotBorderVisible(false).setPlotBackgroundColor(Figure.BACKGROUND);
            styler.setChartBackgroundColor(Figure.BACKGROUND)
                    .setChartTitleVisible(false)
                    .setLegendVisible(false);
            styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
            styler.setAxisTitleFont(font.deriveFont(letters)).setAxisTickLabelsFont(font.deriveFont(letters * 0.95f));
            styler.setXAxisTitleColor(MUTED);
            styler.setAxisTickLabelsColor(MUTED);
        }

        /** Pixels from one whole number to the next, where the horizontal axis has nothing between; else 0. */
        private int wholeNumber(int width) {
            boolean whole = !chart.curves().isEmpty()
                    && chart.curves().stream()
                            .flatMapToDouble(curve -> Arrays.stream(curve.x()))
                            .allMatch(place -> place == Math.rint(place));
            return whole ? (int) ((width - letters * (LEFT + 1)) / ((1 + 2 * X_ROOM) * (x.to() - x.from()))) : 0;
        }

        private void paintPicture(XYChart drawn, Graphics2D graphics, BufferedImage picture) {
            int left = (int) Math.round(drawn.getScreenXFromChart(x.from()));
            int right = (int) Math.round(drawn.getScreenXFromChart(x.to()));
            int top = (int) Math.round(drawn.getScreenYFromChart(scaled(y.to())));
            int bottom = (int) Math.round(drawn.getScreenYFromChart(scaled(y.from())));
            // Resized here and not by the reader of an SVG, who may smooth.
            BufferedImage fitting = Resampling.area(picture, Math.max(1, right - left), Math.max(1, bottom - top));
            graphics.drawImage(fitting, left, top, null);
        }

        private void paintCounter(XYChart drawn, Graphics2D graphics, Chart.Counter counter) {
            graphics.setFont(font.deriveFont(letters * 0.95f));
            graphics.setColor(MUTED);
            FontMetrics metrics = graphics.getFontMetrics();
            double first = x.from() * counter.perUnit();
            double last = x.to() * counter.perUnit();
            float baseline = (float) drawn.getScreenYFromChart(drawn.getStyler().getYAxisMax()) - letters * 0.85f;
            double pixels = drawn.getScreenXFromChart(x.to()) - drawn.getScreenXFromChart(x.from());
            int widest = metrics.stringWidth(Integer.toString((int) last)) + metrics.stringWidth("000");
            long step = roundStep((last - first) * widest / pixels);
            for (long count = Math.ceilDiv((long) Math.ceil(first), step) * step; count <= last; count += step) {
                String text = Long.toString(count);
                double center = drawn.getScreenXFromChart(count / counter.perUnit());
                graphics.drawString(text, (float) (center - metrics.stringWidth(text) / 2.0), baseline);
            }
            float right = (float) drawn.getScreenXFromChart(x.from()) - metrics.stringWidth("nn");
            graphics.drawString(counter.title(), right - metrics.stringWidth(counter.title()), baseline);
        }

        /** The least of 1, 2, 5, 10, 20, … that is not below a number. */
        private static long roundStep(double least) {
            for (long power = 1; ; power *= 10) {
                for (long step : new long[] {power, 2 * power, 5 * power}) {
                    if (step >= least) {
                        return step;
                    }
                }
            }
        }
    }

    private static Chart.Span spanX(List<Chart.Curve> curves) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (Chart.Curve curve : curves) {
            min = Math.min(min, curve.x()[0]);
            max = Math.max(max, curve.x()[curve.x().length - 1]);
        }
        return min < max ? new Chart.Span(min, max) : new Chart.Span(min - ALONE, max + ALONE);
    }

    /** From the smallest value to the largest; from zero where that is near, and where the room to the axis is filled. */
    private static Chart.Span spanY(List<Chart.Curve> curves) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean filled = false;
        for (Chart.Curve curve : curves) {
            filled |= curve.filled();
            for (double value : curve.y()) {
                min = Double.isNaN(value) ? min : Math.min(min, value);
                max = Double.isNaN(value) ? max : Math.max(max, value);
            }
        }
        if (min > max || (min == 0 && max == 0)) {
            return new Chart.Span(0, 1);
        }
        boolean zeroIsNear = (min > 0 && min <= max / 2) || (max < 0 && max >= min / 2);
        if (filled || zeroIsNear) {
            min = Math.min(min, 0);
            max = Math.max(max, 0);
        }
        double extent = Math.max(max - min, 1e-6 * Math.max(Math.abs(min), Math.abs(max)));
        return max - min == extent ? new Chart.Span(min, max) : around((min + max) / 2);
    }

    /** Values that differ by rounding alone: a line in the middle. */
    private static Chart.Span around(double value) {
        return new Chart.Span(value - Math.abs(value) / 2, value + Math.abs(value) / 2);
    }
}
