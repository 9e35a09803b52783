package dev.ovi.sink.statistics;

import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.sink.statistics.SeriesStatistics.LayerStatistics;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * One line for each kind, branch, step, layer and word. A number that does not exist is an empty field. Steps that were not
 * finished are not there: a run was stopped where {@code step} ends before {@code planned_steps}.
 */
final class CsvReport {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setRecordSeparator('\n')
            .setHeader(Stream.concat(
                            Stream.of(
                                    "kind",
                                    "branch",
                                    "step",
                                    "planned_steps",
                                    "timestep",
                                    "layer",
                                    "word",
                                    "positions"),
                            Stream.of(WordMetric.values()).map(WordMetric::column))
                    .toArray(String[]::new))
            .get();

    private final RunInfo run;
    private final CSVPrinter csv;

    private CsvReport(RunInfo run, CSVPrinter csv) {
        this.run = run;
        this.csv = csv;
    }

    static void write(RunInfo run, List<SeriesStatistics> series, int completedSteps, Writer out) throws IOException {
        try (CSVPrinter csv = new CSVPrinter(out, FORMAT)) {
            var report = new CsvReport(run, csv);
            for (SeriesStatistics one : series) {
                for (LayerStatistics layer : one.layersUpTo(completedSteps)) {
                    report.layer(one, layer);
                }
            }
        }
    }

    private void layer(SeriesStatistics series, LayerStatistics layer) throws IOException {
        for (int i = 0; i < series.words().size(); i++) {
            TokenGroup word = series.words().get(i);
            csv.print(series.kind().id());
            csv.print(series.branch().id());
            csv.print(layer.step());
            csv.print(run.timesteps().size());
            csv.print(WordMetric.format(layer.timestep()));
            csv.print(layer.layer());
            csv.print(word.label());
            csv.print(word.positions().stream().map(String::valueOf).collect(Collectors.joining(" ")));
            for (WordMetric metric : WordMetric.values()) {
                csv.print(metric.read(series, layer, layer.words().get(i)).orElse(""));
            }
            csv.println();
        }
    }
}
