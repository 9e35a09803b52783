package dev.ovi.sink.statistics;

import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How much the statistics of a run will take at most, known before it. A row is one word at one step and layer.
 *
 * @param rows how many there are
 * @param labelBytes what words and their positions add to the rows of the CSV file
 */
record ReportSize(long rows, long labelBytes) {
    /** The objects of a row. */
    private static final int OBJECTS = 200;

    /** Eight numbers of at most 15 characters, three of 5, and in front of them kind, branch, step and layer. */
    private static final int CSV_ROW = 220;

    /** The same numbers with their names. */
    private static final int JSON_ROW = 400;

    /** What each number means; at most one prompt. */
    private static final int JSON_HEAD = 8192;

    static ReportSize of(RunInfo run, List<CaptureRequest> requests) {
        long rows = 0;
        long labelBytes = 0;
        for (CaptureRequest request : requests) {
            int layers = request.layersOf(run).size();
            long moments = (long) run.timesteps().size() * layers;
            for (TokenGroup word : WordGroups.of(request, run)) {
                rows += moments;
                labelBytes += moments
                        * (2 * utf8(word.label()) + utf8(word.positions().toString()));
            }
        }
        return new ReportSize(rows, labelBytes);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    long diskBytes() {
        return rows * (CSV_ROW + JSON_ROW) + 2 * labelBytes + JSON_HEAD;
    }

    long memoryBytes() {
        return rows * OBJECTS;
    }
}
