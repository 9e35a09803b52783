package dev.ovi.runtime.generate;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.runtime.record.RecordedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run made.
 *
 * @param name what the names of its files start with
 * @param files all files, in the order in which they were completed
 * @param video the video; absent where the run was stopped before its end
 * @param record the attention, if it was captured
 * @param completedSteps diffusion steps that were finished
 * @param complete whether nothing failed and nothing was stopped
 */
public record RunResult(
        String name,
        List<Path> files,
        Optional<Path> video,
        Optional<AttentionRecord> record,
        int completedSteps,
        boolean complete) {

    /** With a copy of the files. */
    public RunResult {
        files = List.copyOf(files);
    }

    /** The run as it is drawn, if its attention was captured. */
    public Optional<RecordedRun> recorded() {
        return record.map(attention -> new RecordedRun(name, attention, video));
    }
}
