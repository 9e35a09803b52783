package dev.ovi.visualizer.timeline;

import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FrameSource;
import java.io.IOException;

/** One way of laying attention along time. */
interface Timeline {

    /** The charts, of some width. */
    Figure figure(FrameSource frames, Canvas canvas, int width) throws IOException;

    /** The numbers behind the charts, with a row of column names. */
    String csv();
}
