package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.bench.GenerateMeasurement;
import dev.ovi.runtime.bench.GenerateMeasurement.Round;
import dev.ovi.runtime.bench.ProcessCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A measurement of whole processes as a table and as JSON.
 *
 * @param measured what was measured
 */
record GenerateBenchReport(GenerateMeasurement measured) {
    private static final String LINE = "%-7s %9.2f %9.2f %7.3f   %9.2f %9.2f %7.3f   %9s %9s%n";

    String toText() {
        StringBuilder text = new StringBuilder();
        List<Round> rounds = measured.rounds();
        text.append(String.format(
                Locale.ROOT,
                "%d steps in float32, with capture; upstream without, on %s. Seconds and peak memory.%n%n",
                measured.steps(),
                rounds.getFirst().upstream().program()));
        text.append(String.format(
                Locale.ROOT,
                "%-7s %9s %9s %7s   %9s %9s %7s   %9s %9s%n",
                "ROUND",
                "STEPS",
                "UPSTREAM",
                "RATIO",
                "PROCESS",
                "UPSTREAM",
                "RATIO",
                "PEAK",
                "UPSTREAM"));
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    i + 1,
                    round.ours().stepSeconds(),
                    round.upstream().stepSeconds(),
                    round.stepRatio(),
                    round.ours().seconds(),
                    round.upstream().seconds(),
                    round.ratio(),
                    ByteCount.text(round.ours().peakBytes()),
                    ByteCount.text(round.upstream().peakBytes())));
        }
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "median",
                measured.median(round -> round.ours().stepSeconds()),
                measured.median(round -> round.upstream().stepSeconds()),
                measured.median(Round::stepRatio),
                measured.median(round -> round.ours().seconds()),
                measured.median(round -> round.upstream().seconds()),
                measured.median(Round::ratio),
                ByteCount.text((long) measured.median(round -> round.ours().peakBytes())),
                ByteCount.text((long) measured.median(round -> round.upstream().peakBytes()))));
        return text.toString();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("steps", measured.steps());
        map.put("upstream", measured.rounds().getFirst().upstream().program());
        map.put("median_step_ratio", measured.median(Round::stepRatio));
        map.put("median_ratio", measured.median(Round::ratio));
        map.put(
                "rounds",
                measured.rounds().stream().map(GenerateBenchReport::map).toList());
        return map;
    }

    private static Map<String, Object> map(Round round) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ours", map(round.ours()));
        map.put("upstream", map(round.upstream()));
        map.put("step_ratio", round.stepRatio());
        map.put("ratio", round.ratio());
        return map;
    }

    private static Map<String, Object> map(ProcessCost cost) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seconds", cost.seconds());
        map.put("step_seconds", cost.stepSeconds());
        map.put("peak_bytes", cost.peakBytes());
        return map;
    }
}
