package dev.ovi.runtime.engine;

import dev.ovi.runtime.OviException;
import dev.ovi.runtime.media.Written;

/** Hears what becomes of each picture. Called from the thread that renders. */
public interface RenderListener {

    /** A file is complete. */
    void written(Written file);

    /** A visualizer failed; the message names it. The others go on. */
    void failed(OviException failure);
}
