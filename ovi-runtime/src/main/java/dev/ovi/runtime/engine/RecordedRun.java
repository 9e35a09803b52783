package dev.ovi.runtime.engine;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.runtime.UsageException;
import dev.ovi.runtime.capture.RecordFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run that is over, as far as drawing it is concerned.
 *
 * @param name what the names of its files start with
 * @param record its attention
 * @param video its video; where absent, maps are drawn over black
 */
public record RecordedRun(String name, AttentionRecord record, Optional<Path> video) {
    private static final String VIDEO_EXTENSION = ".mp4";

    /**
     * Opens a record, with the video that lies beside it under the same name, if there is one.
     *
     * @param file the record
     * @throws UsageException if there is no such file
     * @throws dev.ovi.runtime.OviException if it is no record, or damaged
     */
    public static RecordedRun open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + ": "
                    + (Files.exists(file)
                            ? "is not a file; name a *" + RecordFile.EXTENSION
                            : "there is no such file"));
        }
        String name = nameOf(file);
        Path video = file.resolveSibling(name + VIDEO_EXTENSION);
        return new RecordedRun(
                name, RecordFile.open(file).record(), Optional.of(video).filter(Files::isRegularFile));
    }

    /** The same run with another video. */
    public RecordedRun withVideo(Path other) {
        return new RecordedRun(name, record, Optional.of(other));
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(RecordFile.EXTENSION)) {
            return name.substring(0, name.length() - RecordFile.EXTENSION.length());
        }
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
