package dev.ovi.runtime.media;

import dev.ovi.runtime.base.ByteCount;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that was written.
 *
 * @param file where
 * @param bytes its size
 * @param note what had to be changed to fit the format, such as a rounded delay
 */
public record WrittenFile(Path file, long bytes, Optional<String> note) {
    /** Name, size and note, as a line for people: {@code run.gif: 1.4 MiB; delays of 4.167 became 4 and 5}. */
    public String line() {
        return file.getFileName() + ": " + ByteCount.text(bytes)
                + note.map(it -> "; " + it).orElse("");
    }
}
