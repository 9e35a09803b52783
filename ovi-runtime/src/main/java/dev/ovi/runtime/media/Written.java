package dev.ovi.runtime.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that was written.
 *
 * @param file where
 * @param bytes its size
 * @param note what had to be changed to fit the format, such as a rounded delay
 */
public record Written(Path file, long bytes, Optional<String> note) {}
