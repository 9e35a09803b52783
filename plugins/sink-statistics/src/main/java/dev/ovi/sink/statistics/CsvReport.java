package dev.ovi.sink.statistics;

import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.sink.statistics.SeriesStatistics.LayerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line for each kind, branch, step, layer and word. A number that does not exist is an empty field. Steps that were not
 * finished are not there: a run was stopped where {@code step} ends before {@code planned_steps}.
 */
final class CsvReport {
    private static final List<String> KEYS =
            List.of("kind", "branch", "step", "planned_steps", "timestep", "layer", "word", "positions");

    private final RunInfo run;
    private final StringBuilder text = new StringBuilder();

    private CsvReport(RunInfo run) {
        this.run = run;
    }

    static String of(RunInfo run, List<SeriesStatistics> series, int completedSteps) {
        var report = new CsvReport(run);
        report.header();
        for (SeriesStatistics one : series) {
            for (LayerStatistics layer : one.layersUpTo(completedSteps)) {
                report.layer(one, layer);
            }
        }
        return report.text.toString();
    }

    private void header() {
        List<String> columns = new ArrayList<>(KEYS);
        for (Metric metric : Metric.values()) {
            columns.add(metric.column());
        }
        line(columns);
    }

    private void layer(SeriesStatistics series, LayerStatistics layer) {
        for (int i = 0; i < series.words().size(); i++) {
            TokenGroup word = series.words().get(i);
            List<String> fields = new ArrayList<>(List.of(
                    series.kind().id(),
                    series.branch().id(),
                    String.valueOf(layer.step()),
                    String.valueOf(run.timesteps().size()),
                    Metric.format(layer.timestep()),
                    String.valueOf(layer.layer()),
                    quoted(word.label()),
                    word.positions().stream().map(String::valueOf).collect(Collectors.joining(" "))));
            for (Metric metric : Metric.values()) {
                fields.add(metric.read(series, layer, layer.words().get(i), ""));
            }
            line(fields);
        }
    }

    private void line(List<String> fields) {
        text.append(String.join(",", fields)).append('\n');
    }

    /** As RFC 4180 has it: words are what people write, commas and quotation marks included. */
    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
