package dev.ovi.api.capture;

import java.io.IOException;
import java.nio.file.Path;

/** A record that grows on disk. */
public interface RecordWriter extends AutoCloseable {

    /**
     * Appends maps. They must come in the order of the axes: by step, then layer, then head, as a sink receives them.
     *
     * @throws IOException if the disk is full or fails
     * @throws IllegalArgumentException if a map is out of order or has other positions than were announced
     */
    void append(MapKey key, AttentionMap map) throws IOException;

    /**
     * Completes the file with the steps that are whole, and gives it its name.
     *
     * @param completedSteps steps that were finished; maps of later ones are cut off
     * @return the file
     * @throws IOException if it cannot be completed
     */
    Path finish(int completedSteps) throws IOException;

    /** Throws away what was not finished. Harmless after {@link #finish}. */
    @Override
    void close();
}
