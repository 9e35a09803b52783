package dev.ovi.visualizer.timeline;

import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FrameSource;
import java.io.IOException;
import java.io.Writer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** One way of laying attention along time. */
interface Timeline {

    /** The charts, of some width. */
    Figure figure(FrameSource frames, Canvas canvas, int width) throws IOException;

    /** Writes the numbers behind the charts as CSV (RFC 4180), with a row of column names and all digits. */
    void writeCsv(Writer out) throws IOException;

    /** For {@link #writeCsv}. */
    static CSVPrinter csv(Writer out, String... columns) throws IOException {
        return new CSVPrinter(
                out, CSVFormat.RFC4180.builder().setHeader(columns).get());
    }
}
