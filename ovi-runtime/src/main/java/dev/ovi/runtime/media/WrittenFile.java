package dev.ovi.runtime.media;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that was written.
 *
 * @param file where
 * @param bytes its size
 * @param note what had to be changed to fit the format, such as a rounded delay
 */
public record WrittenFile(Path file, long bytes, Optional<String> note) {
    private static final int UNIT = 1024;

    /** Name, size and note, as a line for people: {@code run.gif: 1.4 MiB; delays of 4.167 became 4 and 5}. */
    public String line() {
        return file.getFileName() + ": " + size() + note.map(it -> "; " + it).orElse("");
    }

    private String size() {
        if (bytes < UNIT) {
            return bytes + " bytes";
        }
        double kibibytes = (double) bytes / UNIT;
        return kibibytes < UNIT
                ? String.format(Locale.ROOT, "%.0f KiB", kibibytes)
                : String.format(Locale.ROOT, "%.1f MiB", kibibytes / UNIT);
    }
}
