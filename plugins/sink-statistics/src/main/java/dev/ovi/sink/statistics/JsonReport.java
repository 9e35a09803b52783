package dev.ovi.sink.statistics;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.sink.statistics.SeriesStatistics.LayerStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The same numbers by series and word, with the meaning of each, and whether the run was stopped. A number that does not
 * exist is {@code null}.
 */
final class JsonReport {
    private final RunInfo run;
    private final int completedSteps;
    private final StringBuilder text = new StringBuilder();

    private JsonReport(RunInfo run, int completedSteps) {
        this.run = run;
        this.completedSteps = completedSteps;
    }

    static String of(RunInfo run, List<SeriesStatistics> series, int completedSteps) {
        var report = new JsonReport(run, completedSteps);
        report.report(series);
        return report.text.toString();
    }

    private void report(List<SeriesStatistics> series) {
        int planned = run.timesteps().size();
        text.append("{\n  \"prompt\": ").append(quoted(run.prompt().text()));
        text.append(",\n  \"planned_steps\": ").append(planned);
        text.append(",\n  \"completed_steps\": ").append(completedSteps);
        text.append(",\n  \"partial\": ").append(completedSteps < planned);
        text.append(",\n  \"metrics\": {");
        String separator = "\n    ";
        for (Metric metric : Metric.values()) {
            text.append(separator).append(quoted(metric.column())).append(": ").append(quoted(metric.meaning()));
            separator = ",\n    ";
        }
        text.append("\n  },\n  \"series\": ");
        list(series, "\n    ", this::series);
        text.append("\n}\n");
    }

    private void series(SeriesStatistics series) {
        PatchGrid grid = series.grid();
        List<LayerStatistics> layers = series.layersUpTo(completedSteps);
        List<Integer> words = IntStream.range(0, series.words().size()).boxed().toList();
        text.append("{\"kind\": ").append(quoted(series.kind().id()));
        text.append(", \"branch\": ").append(quoted(series.branch().id()));
        text.append(", \"grid\": ").append(List.of(grid.frames(), grid.height(), grid.width()));
        text.append(", \"words\": ");
        list(words, "\n      ", word -> word(series, layers, word));
        text.append('}');
    }

    private void word(SeriesStatistics series, List<LayerStatistics> layers, int index) {
        TokenGroup word = series.words().get(index);
        text.append("{\"word\": ").append(quoted(word.label()));
        text.append(", \"positions\": ").append(word.positions());
        text.append(", \"layers\": ");
        list(layers, "\n        ", layer -> layer(series, layer, index));
        text.append('}');
    }

    private void layer(SeriesStatistics series, LayerStatistics layer, int index) {
        text.append("{\"step\": ").append(layer.step());
        text.append(", \"timestep\": ").append(Metric.format(layer.timestep()));
        text.append(", \"layer\": ").append(layer.layer());
        for (Metric metric : Metric.values()) {
            text.append(", ").append(quoted(metric.column())).append(": ");
            text.append(metric.read(series, layer, layer.words().get(index), "null"));
        }
        text.append('}');
    }

    private <T> void list(List<T> elements, String indent, Consumer<T> element) {
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : ",").append(indent);
            element.accept(elements.get(i));
        }
        text.append(']');
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
