package dev.ovi.runtime.generate;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** What the files of a run are called. */
final class OutputName {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
    private static final int LONGEST_PROMPT = 50;

    private OutputName() {}

    /**
     * The common start of the names of a run's files, as upstream has it: prompt (tags left out, spaces and slashes as
     * underscores, cut to 50 characters), height x width, seed, rank and time, for instance
     * {@code A_man_running_at_the_park_512x992_103_0_20251102_193244}.
     */
    static String of(String prompt, FrameSize size, long seed, LocalDateTime time) {
        String safe = prompt.replaceAll("(?s)<.*?>", "").replaceAll("[\\s/\\\\\\p{Cntrl}]", "_");
        int end = safe.offsetByCodePoints(0, Math.min(LONGEST_PROMPT, safe.codePointCount(0, safe.length())));
        return safe.substring(0, end) + "_" + size + "_" + seed + "_0_" + TIMESTAMP.format(time);
    }
}
