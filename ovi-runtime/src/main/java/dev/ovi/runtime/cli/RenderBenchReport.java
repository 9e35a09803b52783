package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.bench.RenderMeasurement;
import dev.ovi.runtime.bench.RenderMeasurement.Round;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A measurement of a GIF as a table and as JSON.
 *
 * @param measured what was measured
 */
record RenderBenchReport(RenderMeasurement measured) {
    private static final String LINE = "%-7s %10s %15s %7s%n";

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d pictures of %d×%d with legend; %d rounds, seed %d; %s%n%n",
                measured.workload().frames(),
                measured.width(),
                measured.height(),
                measured.rounds().size(),
                measured.seed(),
                measured.ffmpeg()));
        text.append(String.format(Locale.ROOT, LINE, "ROUND", "SECONDS", "FFMPEG SECONDS", "RATIO"));
        List<Round> rounds = measured.rounds();
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            text.append(line(String.valueOf(i + 1), round.seconds(), round.ffmpegSeconds(), round.ratio()));
        }
        text.append(line(
                "median",
                measured.median(Round::seconds),
                measured.median(Round::ffmpegSeconds),
                measured.median(Round::ratio)));
        text.append(String.format(
                Locale.ROOT,
                "%nThe GIF has %s, ffmpeg's %s.%n",
                ByteCount.text(measured.bytes()),
                ByteCount.text(measured.ffmpegBytes())));
        return text.toString();
    }

    private static String line(String name, double seconds, double ffmpegSeconds, double ratio) {
        return String.format(
                Locale.ROOT,
                LINE,
                name,
                String.format(Locale.ROOT, "%.3f", seconds),
                String.format(Locale.ROOT, "%.3f", ffmpegSeconds),
                String.format(Locale.ROOT, "%.3f", ratio));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ffmpeg", measured.ffmpeg());
        map.put("frames", measured.workload().frames());
        map.put("width", measured.width());
        map.put("height", measured.height());
        map.put("seed", measured.seed());
        map.put("bytes", measured.bytes());
        map.put("ffmpeg_bytes", measured.ffmpegBytes());
        map.put("median_ratio", measured.median(Round::ratio));
        map.put("rounds", measured.rounds().stream().map(RenderBenchReport::map).toList());
        return map;
    }

    private static Map<String, Object> map(Round round) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seconds", round.seconds());
        map.put("ffmpeg_seconds", round.ffmpegSeconds());
        map.put("ratio", round.ratio());
        return map;
    }
}
