package dev.ovi.api.capture;

import dev.ovi.api.record.AttentionRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a sink made of a run.
 *
 * @param record a record in memory, which the host saves and hands to visualizers
 * @param files files that the sink wrote
 */
public record SinkResult(Optional<AttentionRecord> record, List<Path> files) {

    /** With a copy of the files. */
    public SinkResult {
        files = List.copyOf(files);
    }

    /** A record in memory. */
    public static SinkResult of(AttentionRecord record) {
        return new SinkResult(Optional.of(record), List.of());
    }

    /** Files. */
    public static SinkResult of(List<Path> files) {
        return new SinkResult(Optional.empty(), files);
    }
}
