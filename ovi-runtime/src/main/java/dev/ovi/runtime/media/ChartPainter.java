package dev.ovi.runtime.media;

import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.Figure;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws charts, in the colours of all figures. */
final class ChartPainter {
    private static final Color GRID = new Color(0x33363C);
    private static final float LINE = 1.6f;
    private static final int FILL_ALPHA = 0x60;

    private final Font font;

    ChartPainter(Font font) {
        this.font = font;
    }

    Figure figure(Chart chart, int width, int height) {
        return new Figure(width, height, graphics -> drawn(chart, width, height).paint(graphics, width, height));
    }

    private XYChart drawn(Chart chart, int width, int height) {
        XYChart drawn = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(chart.title())
                .xAxisTitle(chart.xAxis())
                .yAxisTitle(chart.yAxis())
                .build();
        style(drawn.getStyler());
        for (int i = 0; i < chart.curves().size(); i++) {
            Chart.Curve curve = chart.curves().get(i);
            XYSeries series = drawn.addSeries(Integer.toString(i), curve.x(), curve.y());
            series.setLabel(curve.label());
            series.setShowInLegend(!curve.label().isEmpty());
            series.setLineColor(curve.color());
            series.setLineStyle(new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarker(curve.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            series.setMarkerColor(curve.color());
            if (curve.filled()) {
                series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
                series.setFillColor(new Color(
                        curve.color().getRed(),
                        curve.color().getGreen(),
                        curve.color().getBlue(),
                        FILL_ALPHA));
            }
        }
        return drawn;
    }

    private void style(XYStyler styler) {
        styler.setChartTitleFont(font.deriveFont(15f));
        styler.setAxisTitleFont(font.deriveFont(12f));
        styler.setAxisTickLabelsFont(font.deriveFont(11f));
        styler.setLegendFont(font.deriveFont(12f));
        styler.setChartBackgroundColor(Figure.BACKGROUND);
        styler.setPlotBackgroundColor(Figure.BACKGROUND);
        styler.setLegendBackgroundColor(Figure.BACKGROUND);
        styler.setLegendBorderColor(Figure.BACKGROUND);
        styler.setPlotBorderColor(GRID);
        styler.setPlotGridLinesColor(GRID);
        styler.setChartFontColor(Figure.FOREGROUND);
        styler.setXAxisTitleColor(Figure.FOREGROUND);
        styler.setYAxisTitleColor(Figure.FOREGROUND);
        styler.setAxisTickLabelsColor(Figure.FOREGROUND);
        styler.setAxisTickMarksColor(GRID);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(10);
    }
}
