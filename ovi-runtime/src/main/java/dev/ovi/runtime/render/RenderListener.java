package dev.ovi.runtime.render;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.media.WrittenFile;

/** Hears what becomes of each picture; what is not overridden is not heard. Called from the thread that renders. */
public interface RenderListener {

    /** A file is complete. */
    default void written(WrittenFile file) {}

    /** A visualizer failed; the message names it. The others go on. */
    default void failed(OviException failure) {}
}
