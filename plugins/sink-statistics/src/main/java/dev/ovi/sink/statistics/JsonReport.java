package dev.ovi.sink.statistics;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.sink.statistics.SeriesStatistics.LayerStatistics;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * The same numbers by series and word, with the meaning of each, and whether the run was stopped. A number that does not
 * exist is {@code null}.
 */
final class JsonReport {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final RunInfo run;
    private final int completedSteps;
    private final JsonGenerator json;

    private JsonReport(RunInfo run, int completedSteps, JsonGenerator json) {
        this.run = run;
        this.completedSteps = completedSteps;
        this.json = json;
    }

    /** Each element of a list on a line of its own, so that both people and line-by-line tools can look at it. */
    private static final class ElementsOnLines extends ObjectWriteContext.Base {
        private static final Separators SEPARATORS =
                Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER);

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter(SEPARATORS)
                    .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter())
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        }
    }

    static void write(RunInfo run, List<SeriesStatistics> series, int completedSteps, Writer out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(new ElementsOnLines(), out)) {
            new JsonReport(run, completedSteps, json).report(series);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void report(List<SeriesStatistics> all) {
        int planned = run.timesteps().size();
        json.writeStartObject();
        json.writeStringProperty("prompt", run.prompt().text());
        json.writeNumberProperty("planned_steps", planned);
        json.writeNumberProperty("completed_steps", completedSteps);
        json.writeBooleanProperty("partial", completedSteps < planned);
        json.writeObjectPropertyStart("metrics");
        for (WordMetric metric : WordMetric.values()) {
            json.writeStringProperty(metric.column(), metric.meaning());
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("series");
        all.forEach(this::series);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void series(SeriesStatistics series) {
        PatchGrid grid = series.grid();
        json.writeStartObject();
        json.writeStringProperty("kind", series.kind().id());
        json.writeStringProperty("branch", series.branch().id());
        numbers("grid", List.of(grid.frames(), grid.height(), grid.width()));
        json.writeArrayPropertyStart("words");
        for (int word = 0; word < series.words().size(); word++) {
            word(series, word);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void word(SeriesStatistics series, int index) {
        TokenGroup word = series.words().get(index);
        json.writeStartObject();
        json.writeStringProperty("word", word.label());
        numbers("positions", word.positions());
        json.writeArrayPropertyStart("layers");
        series.layersUpTo(completedSteps).forEach(layer -> layer(series, layer, index));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void layer(SeriesStatistics series, LayerStatistics layer, int word) {
        json.writeStartObject();
        json.writeNumberProperty("step", layer.step());
        json.writeName("timestep").writeNumber(WordMetric.format(layer.timestep()));
        json.writeNumberProperty("layer", layer.layer());
        for (WordMetric metric : WordMetric.values()) {
            Optional<String> number = metric.read(series, layer, layer.words().get(word));
            json.writeName(metric.column());
            number.ifPresentOrElse(json::writeNumber, json::writeNull);
        }
        json.writeEndObject();
    }

    private void numbers(String name, List<Integer> numbers) {
        int[] array = numbers.stream().mapToInt(Integer::intValue).toArray();
        json.writeName(name).writeArray(array, 0, array.length);
    }
}
