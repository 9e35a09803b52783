package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;
import static dev.ovi.visualizer.report.Html.empty;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.Scale;
import java.io.IOException;

/** The colours of heat, from low to high. The script takes its colours from this picture, too. */
final class ScaleBar {
    static final ColorMap COLORS = ColorMap.TURBO;

    private static final int ENTRIES = 256;

    private ScaleBar() {}

    /** A bar between two figures. */
    static Html of(String low, String high, Canvas canvas) throws IOException {
        float[] ramp = new float[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            ramp[i] = i;
        }
        var bar = canvas.heat(new Plane(ENTRIES, 1, ramp), new Scale(0, ENTRIES - 1), COLORS);
        return element(
                "p",
                Html.join(
                        element("span", low),
                        empty(
                                "img",
                                attribute("alt", "from low to high"),
                                attribute("src", canvas.embed(FigureFormat.PNG, Figure.of(bar)))),
                        element("span", high)),
                attribute("class", "scale"));
    }
}
