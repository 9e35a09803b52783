package dev.ovi.sink.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.TextContent;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.contract.AttentionSinkContract;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.TokenGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatisticsSinkTest extends AttentionSinkContract {

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Output output = new Output();

    @Override
    protected AttentionSink sink() {
        return new StatisticsSink();
    }

    @Test
    void everyWordEndMarkAndPaddingHasALineForEachStepAndLayer() throws IOException {
        run(SampleRun.info(), 3);

        List<CSVRecord> video = csv().stream()
                .filter(line -> line.get("kind").equals("text_to_video"))
                .toList();
        assertThat(video).hasSize(3 * 2 * 4);
        assertThat(video.subList(8, 12))
                .extracting(line -> line.get("word"))
                .containsExactly("red", "circle", "</s>", "padding");
        assertThat(video.subList(8, 12)).extracting(line -> line.get("step")).containsOnly("1");
        assertThat(video.subList(8, 12))
                .extracting(line -> line.get("timestep"))
                .containsOnly("833");
        assertThat(video.subList(8, 12)).extracting(line -> line.get("layer")).containsOnly("0");
        assertThat(video.get(12).get("layer")).isEqualTo("1");
    }

    @Test
    void theNumbersOfAWordAreThoseOfTheSumOverItsPieces() throws IOException {
        RunInfo run = SampleRun.info().toBuilder()
                .words(List.of(TokenGroup.sum("red circle", List.of(0, 1))))
                .build();
        float[] values = run(run, 1);
        PatchGrid grid = run.videoGrid();

        double total = 0;
        double weightedLogs = 0;
        double rows = 0;
        double peak = 0;
        double padding = 0;
        for (int frame = 0; frame < grid.frames(); frame++) {
            for (int row = 0; row < grid.height(); row++) {
                for (int column = 0; column < grid.width(); column++) {
                    int patch = (frame * grid.height() + row) * grid.width() + column;
                    double both = (double) values[patch] + values[grid.size() + patch];
                    total += both;
                    weightedLogs += both * Math.log(both);
                    rows += both * row;
                    peak = Math.max(peak, both);
                    padding += values[3 * grid.size() + patch];
                }
            }
        }
        CSVRecord line = csv().getFirst();
        assertThat(line.get("positions")).isEqualTo("0 1");
        // The file has the digits of float32.
        assertClose(line, "share", total / 72);
        assertClose(line, "padding_share", padding / 72);
        assertClose(line, "entropy_nats", Math.log(total) - weightedLogs / total);
        assertClose(line, "entropy_normalized", (Math.log(total) - weightedLogs / total) / Math.log(72));
        assertClose(line, "center_row", rows / total);
        assertClose(line, "peak", peak);
    }

    private void assertClose(CSVRecord line, String column, double expected) {
        assertThat(Double.parseDouble(line.get(column)))
                .as("%s, seed %d", column, seed)
                .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
    }

    @Test
    void whatAMapOfZerosLacksIsEmptyOrNull() throws IOException {
        try (StatisticsSink sink = new StatisticsSink()) {
            RunInfo run = SampleRun.info();
            sink.open(run, output);
            CaptureRequest request = sink.plan(run).requests().getFirst();
            sink.accept(key(request, 0, 0), map(request, run, new float[4 * 72]));
            sink.finish(1);
        }
        CSVRecord line = csv().getFirst();
        assertThat(line.get("share")).isEqualTo("0");
        assertThat(line.get("peak")).isEqualTo("0");
        assertThat(line.get("entropy_nats")).isEmpty();
        assertThat(line.get("peak_row")).isEmpty();
        assertThat(line.get("center_column")).isEmpty();
        JsonNode row =
                json().get("series").get(0).get("words").get(0).get("layers").get(0);
        assertThat(row.get("peak").doubleValue()).isZero();
        assertThat(row.get("entropy_normalized").isNull()).isTrue();
        assertThat(String.join("", output.texts.values())).doesNotContain("NaN", "Infinity");
    }

    @Test
    void positionsThatAreNotTokensAreCalledByTheirPlace() throws IOException {
        run(SampleRun.infoOfEverything(), 1);

        assertThat(words("audio_to_video", "conditional")).containsExactly("0", "1", "2", "3");
        assertThat(words("video_self", "negative")).containsExactly("[0,0,0]", "[0,0,1]", "[0,0,2]", "[0,0,3]");
        assertThat(words("text_to_audio", "negative")).containsExactly("blur", "</s>", "padding");
        CSVRecord row = csv().stream()
                .filter(line -> line.get("kind").equals("video_self"))
                .findFirst()
                .orElseThrow();
        assertThat(row.get("share")).isEmpty();
        assertThat(row.get("padding_share")).isEmpty();
        assertThat(row.get("entropy_nats")).isNotEmpty();
    }

    @Test
    void bothFilesHoldTheSameNumbers() throws IOException {
        run(SampleRun.infoOfEverything(), 2);

        int lines = 0;
        for (JsonNode series : json().get("series")) {
            for (JsonNode word : series.get("words")) {
                for (JsonNode row : word.get("layers")) {
                    CSVRecord line = line(series, word, row);
                    for (WordMetric metric : WordMetric.values()) {
                        JsonNode number = row.get(metric.column());
                        String text = line.get(metric.column());
                        assertThat(number.isNull()).as(metric.column()).isEqualTo(text.isEmpty());
                        if (!text.isEmpty()) {
                            assertThat(number.doubleValue()).isEqualTo(Double.parseDouble(text));
                        }
                    }
                    lines++;
                }
            }
        }
        assertThat(csv()).hasSize(lines);
    }

    private CSVRecord line(JsonNode series, JsonNode word, JsonNode row) throws IOException {
        return csv().stream()
                .filter(line -> line.get("kind").equals(series.get("kind").stringValue())
                        && line.get("branch").equals(series.get("branch").stringValue())
                        && line.get("word").equals(word.get("word").stringValue())
                        && line.get("step").equals(row.get("step").toString())
                        && line.get("layer").equals(row.get("layer").toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunThatWasStoppedIsMarkedAndHasNoLineOfAStepThatIsNotWhole() throws IOException {
        RunInfo run = SampleRun.info();
        try (StatisticsSink sink = new StatisticsSink()) {
            sink.open(run, output);
            deliver(sink, run, 0);
            deliver(sink, run, 1);
            sink.finish(1);
        }
        assertThat(csv()).extracting(line -> line.get("step")).containsOnly("0");
        assertThat(csv()).extracting(line -> line.get("planned_steps")).containsOnly("3");
        assertThat(json().get("partial").booleanValue()).isTrue();
        assertThat(json().get("completed_steps").intValue()).isEqualTo(1);
    }

    @Test
    void wordsWithCommasAndQuotationMarksStayOneField() throws IOException {
        RunInfo run = SampleRun.info().toBuilder()
                .words(List.of(TokenGroup.single(",", 0), TokenGroup.single("say \"\\hi\"\n", 1)))
                .build();
        run(run, 1);

        assertThat(words("text_to_video", "conditional")).containsExactly(",", "say \"\\hi\"\n", "</s>", "padding");
        assertThat(json().get("series").get(0).get("words").get(1).get("word").stringValue())
                .isEqualTo("say \"\\hi\"\n");
    }

    @Test
    void theBudgetIsNotExceeded() throws IOException {
        RunInfo run = SampleRun.infoOfEverything();
        run(run, 3);

        long written = output.texts.values().stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertThat(written).isLessThanOrEqualTo(new StatisticsSink().diskBytes(run));
        // The numbers are kept until the end; the texts are never whole in memory.
        assertThat(new StatisticsSink().memoryBytes(run)).isPositive().isLessThan(written);
    }

    private List<String> words(String kind, String branch) throws IOException {
        return csv().stream()
                .filter(line ->
                        line.get("kind").equals(kind) && line.get("branch").equals(branch))
                .map(line -> line.get("word"))
                .distinct()
                .toList();
    }

    /** Delivers random maps and finishes; returns the first of them. */
    private float[] run(RunInfo run, int steps) throws IOException {
        float[] first = new float[0];
        try (StatisticsSink sink = new StatisticsSink()) {
            sink.open(run, output);
            for (int step = 0; step < steps; step++) {
                float[] values = deliver(sink, run, step);
                first = step == 0 ? values : first;
            }
            sink.finish(steps);
        }
        return first;
    }

    private float[] deliver(StatisticsSink sink, RunInfo run, int step) {
        float @Nullable [] first = null;
        for (CaptureRequest request : sink.plan(run).requests()) {
            for (int layer = 0; layer < run.layers(); layer++) {
                float[] values = new float
                        [request.positions().size() * run.grid(request.kind()).size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = random.nextFloat() / 4;
                }
                first = first == null ? values : first;
                sink.accept(key(request, step, layer), map(request, run, values));
            }
        }
        return first == null ? new float[0] : first;
    }

    private static MapKey key(CaptureRequest request, int step, int layer) {
        double timestep = SampleRun.info().timesteps().get(step);
        return new MapKey(request.kind(), request.branch(), step, timestep, OptionalInt.of(layer), OptionalInt.empty());
    }

    private static AttentionMap map(CaptureRequest request, RunInfo run, float[] values) {
        return new AttentionMap(
                request.positions(),
                run.grid(request.kind()),
                MemorySegment.ofArray(values).asReadOnly());
    }

    private List<CSVRecord> csv() throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(output.text("_statistics.csv"), format)) {
            return parser.getRecords();
        }
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(output.text("_statistics.json"));
    }

    /** Keeps texts in memory. */
    private static final class Output implements SinkOutput {
        final Map<String, String> texts = new LinkedHashMap<>();

        String text(String suffix) {
            return texts.getOrDefault(suffix, "");
        }

        @Override
        public Path write(String suffix, TextContent content) throws IOException {
            var text = new StringWriter();
            content.writeTo(text);
            texts.put(suffix, text.toString());
            return Path.of(suffix);
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) {
            throw new UnsupportedOperationException(suffix);
        }
    }
}
