package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.bench.AttentionMeasurement;
import dev.ovi.runtime.bench.AttentionMeasurement.Result;
import dev.ovi.runtime.bench.AttentionMeasurement.Row;
import dev.ovi.runtime.bench.AttentionWorkload;
import dev.ovi.torch.LibTorch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of attention as tables and as JSON.
 *
 * @param torch the libtorch that computed
 * @param measurements one for each workload
 */
record AttentionBenchReport(LibTorch torch, List<AttentionMeasurement> measurements) {
    private static final String NOTHING = "-";
    private static final String LINE = "%-10s %6s  %-12s %12s %7s %13s %13s %10s%n";

    String toText() {
        StringBuilder text = new StringBuilder(torch.toString()).append(System.lineSeparator());
        for (AttentionMeasurement measurement : measurements) {
            AttentionWorkload size = measurement.workload();
            text.append(String.format(
                    Locale.ROOT,
                    "%n%s: %d queries, %d keys of which %d are tokens, %d heads × %d, %s; %d rounds, seed %d%n",
                    size.name(),
                    size.queries(),
                    size.keys(),
                    size.tokens(),
                    size.heads(),
                    size.headDim(),
                    size.dtype(),
                    measurement.rounds(),
                    measurement.seed()));
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    "BACKEND",
                    "KEYS",
                    "CAPTURED",
                    "MILLISECONDS",
                    "RATIO",
                    "EXTRA MEMORY",
                    "OUTPUT ERROR",
                    "MAP ERROR"));
            measurement.rows().forEach(row -> text.append(line(size, row)));
        }
        return text.toString();
    }

    private static String line(AttentionWorkload size, Row row) {
        int keys = row.collapsedPadding() ? size.tokens() + 1 : size.keys();
        return String.format(
                Locale.ROOT,
                LINE,
                row.backend(),
                keys,
                captured(size, row),
                cell(row, it -> String.format(Locale.ROOT, "%.2f", it.milliseconds())),
                cell(row, it -> String.format(Locale.ROOT, "%.3f", it.ratio())),
                cell(row, it -> size(it.peakExtraBytes())),
                cell(row, it -> String.format(Locale.ROOT, "%.1e", it.outputError())),
                row.refusal()
                        .map(reason -> "refused: " + reason)
                        .orElseGet(() -> cell(row, it -> error(it.mapError()))));
    }

    private static String captured(AttentionWorkload size, Row row) {
        return row.captured() > size.tokens()
                ? size.tokens() + "+padding"
                : row.captured() == 0 ? "off" : String.valueOf(row.captured());
    }

    private static String cell(Row row, Function<Result, String> figure) {
        return row.result().map(figure).orElse(NOTHING);
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? ByteCount.text(bytes.getAsLong()) : NOTHING;
    }

    private static String error(OptionalDouble error) {
        return error.isPresent() ? String.format(Locale.ROOT, "%.1e", error.getAsDouble()) : NOTHING;
    }

    Map<String, Object> toMap() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("libtorch", torch.version());
        report.put("threads", torch.ops().threads());
        report.put("sizes", measurements.stream().map(AttentionBenchReport::map).toList());
        return report;
    }

    private static Map<String, Object> map(AttentionMeasurement measurement) {
        AttentionWorkload size = measurement.workload();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", size.name());
        map.put("heads", size.heads());
        map.put("queries", size.queries());
        map.put("keys", size.keys());
        map.put("tokens", size.tokens());
        map.put("head_dim", size.headDim());
        map.put("dtype", size.dtype().name().toLowerCase(Locale.ROOT));
        map.put("rounds", measurement.rounds());
        map.put("seed", measurement.seed());
        map.put(
                "rows",
                measurement.rows().stream().map(AttentionBenchReport::map).toList());
        return map;
    }

    private static Map<String, @Nullable Object> map(Row row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("backend", row.backend());
        map.put("padding", row.collapsedPadding() ? "collapsed" : "keys");
        map.put("captured", row.captured());
        row.result().ifPresent(result -> {
            map.put("milliseconds", result.milliseconds());
            map.put("ratio", result.ratio());
            map.put("peak_extra_bytes", boxed(result.peakExtraBytes()));
            map.put("output_error", result.outputError());
            map.put("map_error", boxed(result.mapError()));
        });
        row.refusal().ifPresent(reason -> map.put("refused", reason));
        return map;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
