package dev.ovi.runtime.record;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.runtime.base.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

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
     * Opens a record, with the video that lies beside it, if there is one: under the same name, or, for a sink's record of
     * one kind and branch, under what stands before {@code _text_to_video.conditional} or the like.
     *
     * @param file the record
     * @throws UsageException if there is no such file
     * @throws dev.ovi.runtime.base.OviException if it is no record, or damaged
     */
    public static RecordedRun open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + ": "
                    + (Files.exists(file)
                            ? "is not a file; name a *" + RecordFile.EXTENSION
                            : "there is no such file"));
        }
        String name = nameOf(file);
        AttentionRecord record = RecordFile.open(file).record();
        Optional<Path> video = runNames(name, record)
                .map(run -> file.resolveSibling(run + VIDEO_EXTENSION))
                .filter(Files::isRegularFile)
                .findFirst();
        return new RecordedRun(name, record, video);
    }

    private static Stream<String> runNames(String name, AttentionRecord record) {
        Stream<String> before = record.series().stream()
                .map(series -> name.lastIndexOf("_" + series.name()))
                .filter(end -> end >= 0)
                .map(end -> name.substring(0, end));
        return Stream.concat(Stream.of(name), before);
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
