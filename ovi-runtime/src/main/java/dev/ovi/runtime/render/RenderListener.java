package dev.ovi.runtime.render;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.media.WrittenFile;

/** Hears what becomes of each picture. Called from the thread that renders. */
public interface RenderListener {

    /** A file is complete. */
    void written(WrittenFile file);

    /** A visualizer failed; the message names it. The others go on. */
    void failed(OviException failure);
}
