package dev.ovi.api;

import java.io.IOException;
import java.io.Writer;

/** A text that is written piece by piece, so that a large one is never whole in memory. */
@FunctionalInterface
public interface TextContent {

    /**
     * Writes all of it.
     *
     * @param out UTF-8 into a file that appears when this returns, and never if it throws; closed by the caller, and harmless
     *     to close before
     * @throws IOException if it cannot be written
     */
    void writeTo(Writer out) throws IOException;
}
