package dev.ovi.runtime.cli;

import dev.ovi.api.record.MapSlice;
import dev.ovi.runtime.score.MapAxis;
import dev.ovi.runtime.score.MapScore;
import dev.ovi.runtime.score.MapScore.Figure;
import dev.ovi.runtime.score.ScoreMean;
import dev.ovi.runtime.score.ScoreMetric;
import dev.ovi.runtime.score.ScoreRow;
import dev.ovi.runtime.score.ScoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Scores as a table, as JSON and as CSV.
 *
 * @param settings how was scored
 * @param rows what came of it; at least one
 */
record ScoreReport(ScoreSettings settings, List<ScoreRow> rows) {
    private static final String NOTHING = "-";

    String toText() {
        StringBuilder text = new StringBuilder();
        String record = "";
        for (ScoreRow row : rows) {
            if (!row.record().equals(record)) {
                append(text, (record.isEmpty() ? "" : System.lineSeparator()) + row.record());
                append(text, line("WORD", "OBJECT", axis(), "FRAMES", this::title, "AT"));
                record = row.record();
            }
            append(text, line(row));
        }
        List<ScoreMean> means = ScoreMean.of(rows);
        if (!means.isEmpty()) {
            append(text, System.lineSeparator() + "means, and their standard errors");
            append(text, line("OF", "", axis(), "ROWS", this::title, ""));
            means.forEach(mean -> {
                append(text, line(mean));
                append(text, errors(mean));
            });
        }
        return text.toString();
    }

    /** Appends a line, without the blanks that empty columns leave at its end. */
    private static void append(StringBuilder text, String line) {
        text.append(line.stripTrailing()).append(System.lineSeparator());
    }

    private static String line(
            String name,
            String object,
            String entry,
            String count,
            Function<ScoreMetric, String> figures,
            String last) {
        String cells = Arrays.stream(ScoreMetric.values())
                .map(metric -> String.format(Locale.ROOT, "%-15s", figures.apply(metric)))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%-18s %-10s %5s %6s  %s%s", name, object, entry, count, cells, last);
    }

    private String line(ScoreRow row) {
        return line(
                row.word(),
                row.object(),
                entry(row.slice()),
                row.score().map(MapScore::frames).orElse(0) + "/" + row.latentFrames(),
                metric -> row.score().map(metric::of).map(ScoreReport::cell).orElse(NOTHING),
                row.score()
                        .map(score -> String.format(Locale.ROOT, "%.2g", score.bestThreshold()))
                        .orElse(NOTHING));
    }

    private String line(ScoreMean mean) {
        return line(
                mean.group(),
                "",
                entry(mean.slice()),
                mean.scored() + "/" + mean.rows(),
                metric -> cell(mean.figure(metric)),
                "");
    }

    private static String errors(ScoreMean mean) {
        Function<ScoreMetric, String> error =
                metric -> mean.scored() == 1 ? NOTHING : "±" + decimals(mean.standardError(metric));
        return line("", "", "", "", error, "");
    }

    private String title(ScoreMetric metric) {
        return switch (metric) {
            case POINTING -> "POINTING";
            case AUROC -> "AUROC";
            case IOU -> String.format(Locale.ROOT, "IOU AT %.2f", settings.threshold());
            case BEST_IOU -> "BEST IOU";
        };
    }

    private String axis() {
        return settings.by().map(axis -> axis.id().toUpperCase(Locale.ROOT)).orElse("");
    }

    private String entry(MapSlice slice) {
        OptionalInt entry = settings.by().map(axis -> axis.of(slice)).orElse(OptionalInt.empty());
        return entry.isPresent() ? Integer.toString(entry.getAsInt()) : "";
    }

    private static String cell(Figure figure) {
        return decimals(figure.value()) + " (" + decimals(figure.chance()) + ")";
    }

    private static String decimals(double figure) {
        return String.format(Locale.ROOT, "%.3f", figure);
    }

    Map<String, Object> toMap() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("min_area", settings.minArea());
        report.put("rows", rows.stream().map(this::map).toList());
        report.put("means", ScoreMean.of(rows).stream().map(this::map).toList());
        return report;
    }

    private Map<String, @Nullable Object> map(ScoreRow row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("record", row.record());
        map.put("word", row.word());
        map.put("object", row.object());
        putSlice(map, row.slice());
        map.put("latent_frames", row.latentFrames());
        map.put("scored_frames", row.score().map(MapScore::frames).orElse(0));
        map.put("largest_area", row.largestArea());
        for (ScoreMetric metric : ScoreMetric.values()) {
            Figure figure = row.score().map(metric::of).orElse(null);
            map.put(metric.id(), figure == null ? null : figure.value());
            map.put(metric.id() + "_chance", figure == null ? null : figure.chance());
        }
        map.put("iou_threshold", settings.threshold());
        map.put("best_iou_threshold", row.score().map(MapScore::bestThreshold).orElse(null));
        return map;
    }

    private Map<String, @Nullable Object> map(ScoreMean mean) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("of", mean.group());
        putSlice(map, mean.slice());
        map.put("rows", mean.rows());
        map.put("scored_rows", mean.scored());
        for (ScoreMetric metric : ScoreMetric.values()) {
            map.put(metric.id(), mean.figure(metric).value());
            map.put(metric.id() + "_chance", mean.figure(metric).chance());
            map.put(metric.id() + "_standard_error", mean.standardError(metric));
        }
        return map;
    }

    private static void putSlice(Map<String, @Nullable Object> map, MapSlice slice) {
        for (MapAxis axis : MapAxis.values()) {
            OptionalInt entry = axis.of(slice);
            map.put(axis.id(), entry.isPresent() ? entry.getAsInt() : null);
        }
    }

    /** The rows, with the columns that the rows in JSON have; what a row lacks is empty. */
    String toCsv() {
        StringBuilder csv = new StringBuilder();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(map(rows.getFirst()).keySet().toArray(String[]::new))
                .get();
        try (CSVPrinter printer = new CSVPrinter(csv, format)) {
            for (ScoreRow row : rows) {
                printer.printRecord(map(row).values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return csv.toString();
    }
}
