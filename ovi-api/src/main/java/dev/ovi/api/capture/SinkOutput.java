package dev.ovi.api.capture;

import dev.ovi.api.TextContent;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a sink writes files. All names start like the run's other files. A file appears under its name only when it is
 * whole.
 */
public interface SinkOutput {

    /**
     * Writes a text file, UTF-8, whole or not at all.
     *
     * @param suffix what follows the run's name, with the extension, for instance {@code _statistics.csv}
     * @param content called once, before this returns
     * @return the file
     * @throws IOException if it cannot be written; nothing is left behind
     */
    Path write(String suffix, TextContent content) throws IOException;

    /**
     * Starts a record that grows on disk, step by step, with one series of maps: for sinks whose maps do not fit in
     * memory.
     *
     * @param suffix what follows the run's name, without extension, for instance {@code _text_to_video.full}
     * @param request the series' kind, branch, granularity and positions
     * @throws IOException if the file cannot be made
     */
    RecordWriter openRecord(String suffix, CaptureRequest request) throws IOException;
}
