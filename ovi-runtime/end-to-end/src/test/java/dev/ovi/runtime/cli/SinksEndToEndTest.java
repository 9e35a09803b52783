package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.generate.GenerationSession;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.record.RecordFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several sinks in one run of the small model. */
class SinksEndToEndTest {
    /** "square" stands twice; "hexagon" is no word of the small model's vocabulary and splits into pieces. */
    private static final String PROMPT = "a red square and a hexagon and a blue square";

    private static final String[] EVERYTHING = {
        "--set",
        "attention.capture.kinds=[text_to_video,text_to_audio,audio_to_video,video_to_audio,video_self,audio_self]",
        "--set",
        "attention.capture.branches=[conditional,negative]",
        "--set",
        "attention.capture.patches=[[0,8,8],[2,3,4]]",
        "--set",
        "video_negative_prompt=jitter, blur",
        "--set",
        "audio_negative_prompt=robotic",
        "--set",
        "visualize.visualizers=[]",
        "--steps",
        "2"
    };

    @TempDir
    Path directory;

    private final String seed = String.valueOf(new Random().nextInt(1_000_000));

    @Test
    void severalSinksSeeOneRunAndOnesThatFailStopNothing() throws IOException {
        Path many = Files.createDirectory(directory.resolve("many"));
        Path one = Files.createDirectory(directory.resolve("one"));

        CommandLineRun run = generate(
                many, "[fails-to-open,full-map,fails-to-accept,spatial-map,statistics,fails-to-finish]", EVERYTHING);
        CommandLineRun alone = generate(one, "[spatial-map]", EVERYTHING);

        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertFailuresAreTold(run);
        assertThat(CommandLineRun.only(many, ".mp4"))
                .as("seed %s", seed)
                .hasSameBinaryContentAs(CommandLineRun.only(one, ".mp4"));
        List<MapSeries> full = fullSeries(many);
        assertThat(full).extracting(MapSeries::name).hasSize(12).doesNotHaveDuplicates();
        full.forEach(SinksEndToEndTest::assertProbabilities);
        AttentionRecord means = RecordFile.open(runRecord(many)).record();
        AttentionRecord meansAlone = RecordFile.open(runRecord(one)).record();
        for (MapSeries series : full) {
            assertMeanOf(series, means.series(series.kind(), series.branch()));
            // There the backend took the mean over layers, one after the other in float32.
            assertMeanOf(series, meansAlone.series(series.kind(), series.branch()));
        }
        assertStatisticsOf(series(full, AttentionKind.TEXT_TO_VIDEO), means, many);
    }

    private static void assertFailuresAreTold(CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        for (String failure : List.of("the door is locked", "too much of it", "lost my notes")) {
            assertThat(run.err().lines().filter(line -> line.contains(failure)))
                    .as(run.err())
                    .singleElement()
                    .asString()
                    .startsWith("ovi: sink fails-to-")
                    .endsWith("it was dropped, the run goes on");
        }
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.err()).contains("'▁'        ● hexagon", "● square#2", "padding    ● ");
        assertThat(run.err())
                .containsPattern("capture holds .* in memory: .*; it writes .* to disk: .* for sink full-map");
    }

    /** Shares of all that a query can attend to add up to 1: over positions where those are keys, else over the map. */
    private static void assertProbabilities(MapSeries series) {
        assertThat(series.layers()).hasSize(6);
        assertThat(series.heads()).hasSize(6);
        int size = series.grid().size();
        int positions = series.positions().size();
        boolean keys = series.kind().axis() == CaptureAxis.KEYS;
        float[] values = values(series);
        double worst = 0;
        for (int head = 0; head < 2 * 6 * 6; head++) {
            double[] sums = new double[keys ? size : positions];
            for (int position = 0; position < positions; position++) {
                for (int patch = 0; patch < size; patch++) {
                    sums[keys ? patch : position] += values[(head * positions + position) * size + patch];
                }
            }
            worst = Math.max(
                    worst,
                    Arrays.stream(sums).map(sum -> Math.abs(sum - 1)).max().orElseThrow());
        }
        assertThat(worst).as("float32 probabilities of %s", series.name()).isLessThan(1e-5);
    }

    private static void assertMeanOf(MapSeries full, MapSeries means) {
        int mapsSize = full.positions().size() * full.grid().size();
        float[] ofHeads = values(full);
        float[] found = values(means);
        assertThat(means.positions()).isEqualTo(full.positions());
        assertThat(found).hasSize(2 * mapsSize);
        double worst = 0;
        for (int step = 0; step < 2; step++) {
            for (int i = 0; i < mapsSize; i++) {
                double sum = 0;
                for (int head = 0; head < 36; head++) {
                    sum += ofHeads[(step * 36 + head) * mapsSize + i];
                }
                double error = Math.abs(found[step * mapsSize + i] - sum / 36);
                worst = Math.max(worst, error / Math.max(sum / 36, 1e-12));
            }
        }
        assertThat(worst)
                .as("relative error of %s: float32 sums of 6 layers, each a float32 sum of 6 heads", full.name())
                .isLessThan(2e-6);
    }

    private static void assertStatisticsOf(MapSeries full, AttentionRecord record, Path folder) throws IOException {
        List<Integer> pieces = record.prompt().words().stream()
                .filter(word -> word.text().equals("hexagon"))
                .findFirst()
                .orElseThrow()
                .tokens();
        assertThat(pieces).hasSizeGreaterThan(2);
        int step = 1;
        int layer = 4;
        double[] map = mapOf(full, pieces, step, layer);
        double padding = Arrays.stream(mapOf(full, List.of(record.prompt().paddingPosition()), step, layer))
                .average()
                .orElseThrow();
        double total = Arrays.stream(map).sum();
        double entropy = Math.log(total)
                - Arrays.stream(map).map(value -> value * Math.log(value)).sum() / total;
        int peak = 0;
        double centre = 0;
        for (int i = 0; i < map.length; i++) {
            peak = map[i] > map[peak] ? i : peak;
            centre += map[i] / total * (i / 16 % 16);
        }
        CSVRecord line = csv(folder).stream()
                .filter(candidate -> candidate.get("kind").equals("text_to_video")
                        && candidate.get("branch").equals("conditional")
                        && candidate.get("word").equals("hexagon")
                        && candidate.get("step").equals("1")
                        && candidate.get("layer").equals("4"))
                .findFirst()
                .orElseThrow();
        assertClose(line, "share", total / map.length);
        assertClose(line, "padding_share", padding);
        assertClose(line, "entropy_nats", entropy);
        assertClose(line, "entropy_normalized", entropy / Math.log(map.length));
        assertClose(line, "peak", map[peak]);
        assertClose(line, "peak_frame", Math.floorDiv(peak, 256));
        assertClose(line, "peak_row", Math.floorDiv(peak, 16) % 16);
        assertClose(line, "peak_column", peak % 16);
        assertClose(line, "center_row", centre);
        JsonNode json = JsonMapper.shared().readTree(CommandLineRun.only(folder, "_statistics.json"));
        assertThat(json.get("partial").booleanValue()).isFalse();
        assertThat(json.get("series")).hasSize(12);
    }

    private static void assertClose(CSVRecord line, String column, double expected) {
        // digits of float32, from maps that were rounded to it after the mean over heads
        assertThat(Double.parseDouble(line.get(column)))
                .as(column)
                .isCloseTo(expected, within(1e-5 * Math.abs(expected)));
    }

    /** The mean over heads of the sum over pieces. */
    private static double[] mapOf(MapSeries full, List<Integer> pieces, int step, int layer) {
        float[] values = values(full);
        int positions = full.positions().size();
        double[] map = new double[full.grid().size()];
        for (int head = 0; head < 6; head++) {
            for (int piece : pieces) {
                int first = (((step * 6 + layer) * 6 + head) * positions
                                + full.positions().indexOf(piece))
                        * map.length;
                for (int i = 0; i < map.length; i++) {
                    map[i] += values[first + i] / 6.0;
                }
            }
        }
        return map;
    }

    @Test
    void someLayersOfSomeWordsAreKeptDrawnAndInspected() throws IOException {
        CommandLineRun run = generate(
                directory,
                "[full-map]",
                "--steps",
                "1",
                "--set",
                "visualize.visualizers=[]",
                "--set",
                "attention.capture.granularity=layer",
                "--set",
                "attention.capture.layers=2,4",
                "--set",
                "attention.capture.tokens=[square#2,hexagon]");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path record = CommandLineRun.only(directory, "_text_to_video.conditional.full.attention.safetensors");
        MapSeries series = RecordFile.open(record).record().series().getFirst();
        assertThat(series.layers()).containsExactly(2, 4);
        assertThat(series.heads()).isEmpty();

        CommandLineRun inspected = CommandLineRun.of("inspect", record.toString());
        assertThat(inspected.out())
                .contains("1 steps × 2 layers × " + series.positions().size() + " positions");
        CommandLineRun drawn = CommandLineRun.of(
                "render", record.toString(), "--tokens", "square#2,hexagon", "--set", "visualize.layer=4");
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(CommandLineRun.only(directory, "_attention_frame0_▁square#2_layer4.gif"))
                .isNotEmptyFile();
        assertThat(CommandLineRun.only(directory, "_attention_frame0_▁hexagon_layer4.gif"))
                .isNotEmptyFile();
        CommandLineRun missing = CommandLineRun.of("render", record.toString(), "--tokens", "hexagon", "--layer", "3");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("layer 3 is not in text_to_video.conditional; there is layer 2, 4");
    }

    @Test
    void aPlanThatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
        CommandLineRun run = generate(
                directory,
                "[spatial-map,full-map]",
                "--set",
                "attention.capture.kinds=[text_to_video,video_self]",
                "--set",
                "attention.capture.patches=[[0,8,8]]",
                "--set",
                "attention.capture.max_memory=1MiB");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("attention.capture.max_memory allows 1.0 MiB")
                .contains("for text_to_video of the conditional branch (")
                .contains("× 6 layers × 6 heads)", "for sink spatial-map", "for video_self")
                .contains("choose a coarser granularity for full-map or fewer attention.capture.layers");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theLayerThatGuidanceSkipsIsNoPartOfTheNegativeBranch() throws IOException {
        CommandLineRun run = generate(
                directory,
                "[spatial-map,full-map]",
                "--steps",
                "1",
                "--set",
                "slg_layer=3",
                "--set",
                "attention.capture.branches=[conditional,negative]",
                "--set",
                "visualize.visualizers=[]");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(fullSeries(directory))
                .hasSize(2)
                .allSatisfy(series -> assertThat(series.layers())
                        .isEqualTo(
                                series.branch() == Branch.NEGATIVE
                                        ? List.of(0, 1, 2, 4, 5)
                                        : List.of(0, 1, 2, 3, 4, 5)));
        MapSeries means =
                RecordFile.open(runRecord(directory)).record().series(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE);
        float[] values = values(means);
        for (int patch = 0; patch < means.grid().size(); patch += 100) {
            double sum = 0;
            for (int position = 0; position < means.positions().size(); position++) {
                sum += values[position * means.grid().size() + patch];
            }
            assertThat(sum).isCloseTo(1, within(1e-5)); // float32 shares
        }
    }

    @Test
    void aGranularityThatNoSinkKeepsIsToldOf() {
        CommandLineRun run = generate(
                directory,
                "[spatial-map]",
                "--steps",
                "1",
                "--set",
                "visualize.visualizers=[]",
                "--set",
                "attention.capture.granularity=layer");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains(
                        "attention.capture.granularity is layer, but none of the sinks [spatial-map] keeps each layer");
    }

    @Test
    void optionsOfSinksAreChecked() {
        assertRefused("did you mean \"full-map\"?", "attention.options.fullmap.granularity=head");
        assertRefused("attention.options.full-map.granularity: found", "attention.options.full-map.granularity=step");
    }

    private void assertRefused(String message, String assignment) {
        CommandLineRun run = generate(directory, "[full-map]", "--set", assignment);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRunThatIsStoppedLeavesPartialRecordsOfItsWholeSteps() throws IOException {
        var interruption = new Interruption();
        List<RunResult> results = new ArrayList<>();
        Configuration configuration = configuration("[spatial-map,full-map,statistics]", 3);
        try (PluginHost plugins = Installation.openPlugins(configuration);
                GenerationSession session = GenerationSession.open(configuration, plugins, Clock.systemUTC())) {
            session.generate(
                    Prompt.of(configuration.engine()),
                    configuration,
                    new StopAfterOneStep(interruption),
                    interruption,
                    results::add);
        }
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.complete()).isFalse();
            assertThat(result.video()).isEmpty();
            assertThat(result.files())
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(file).isNotEmptyFile());
        });
        for (Path file : List.of(runRecord(directory), CommandLineRun.only(directory, ".full.attention.safetensors"))) {
            AttentionRecord record = RecordFile.open(file).record();
            assertThat(record.partial()).isTrue();
            assertThat(record.completedSteps()).isEqualTo(1);
            assertThat(record.timesteps()).hasSize(3);
            assertThat(record.series())
                    .singleElement()
                    .satisfies(series -> assertThat(series.steps()).containsExactly(0));
            assertThat(CommandLineRun.of("inspect", file.toString()).out()).contains("1 of 3 (partial");
        }
        JsonNode json = JsonMapper.shared().readTree(CommandLineRun.only(directory, "_statistics.json"));
        assertThat(json.get("partial").booleanValue()).isTrue();
        assertThat(csv(directory)).isNotEmpty().allSatisfy(line -> {
            assertThat(line.get("step")).isEqualTo("0");
            assertThat(line.get("planned_steps")).isEqualTo("3");
        });
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(5); // nothing half-written
        }
    }

    private Configuration configuration(String sinks, int steps) {
        return new ConfigurationLoader()
                .file(CommandLineRun.EXAMPLE.resolve("tiny-ovi.yaml"))
                .set("output_dir=" + directory)
                .set("text_prompt=" + PROMPT)
                .set("sample_steps=" + steps)
                .set("seed=" + seed)
                .set("attention.sinks=" + sinks)
                .load();
    }

    /** What Ctrl-C does, at a known moment. */
    private record StopAfterOneStep(Interruption interruption) implements RunObserver {
        @Override
        public void stage(String name) {}

        @Override
        public void progress(int done, int of) {
            interruption.request();
        }

        @Override
        public void note(String message) {}

        @Override
        public void warn(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void written(Path file) {}
    }

    private CommandLineRun generate(Path folder, String sinks, String... more) {
        List<String> arguments = new ArrayList<>(List.of(PROMPT, "--seed", seed, "--set", "attention.sinks=" + sinks));
        arguments.addAll(List.of(more));
        return CommandLineRun.generate(folder, arguments.toArray(String[]::new));
    }

    private static List<MapSeries> fullSeries(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".full.attention.safetensors"))
                    .map(file -> RecordFile.open(file).record().series())
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private static MapSeries series(List<MapSeries> all, AttentionKind kind) {
        return all.stream()
                .filter(series -> series.kind() == kind && series.branch() == Branch.CONDITIONAL)
                .findFirst()
                .orElseThrow();
    }

    private static float[] values(MapSeries series) {
        return series.values().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    private static List<CSVRecord> csv(Path folder) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser =
                CSVParser.parse(Files.readString(CommandLineRun.only(folder, "_statistics.csv")), format)) {
            return parser.getRecords();
        }
    }

    /** The record that is named like the video. */
    private static Path runRecord(Path folder) throws IOException {
        String yaml = CommandLineRun.only(folder, ".yaml").toString();
        return Path.of(yaml.substring(0, yaml.length() - ".yaml".length()) + RecordFile.EXTENSION);
    }
}
