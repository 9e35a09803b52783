package dev.ovi.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingRecordTest {
    private static final RunInfo RUN = SampleRun.info();
    private static final PatchGrid GRID = RUN.videoGrid();
    private static final CaptureRequest HEADS = request(Granularity.HEAD, Set.of());
    private static final long MAP_BYTES = 2L * GRID.size() * Float.BYTES;

    @TempDir
    private Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<float[]> written = new ArrayList<>();

    @Test
    void mapsComeBackFromTheFileInTheOrderOfTheAxes() {
        AttentionRecord record;
        try (RecordWriter writer = writer(HEADS)) {
            append(writer, HEADS, 0, 3);
            record = RecordFile.open(finish(writer, 3)).record();
        }
        MapSeries series = record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        assertThat(record.partial()).isFalse();
        assertThat(record).usingRecursiveComparison().ignoringFields("series").isEqualTo(RUN.record(3, List.of()));
        assertThat(series.steps()).containsExactly(0, 1, 2);
        assertThat(series.layers()).containsExactly(0, 1);
        assertThat(series.heads()).containsExactly(0, 1);
        assertThat(values(series)).as("seed %d", seed).isEqualTo(all(written));
    }

    @Test
    void someLayersAreAnAxisOfThose() {
        CaptureRequest second = request(Granularity.LAYER, Set.of(1));
        try (RecordWriter writer = writer(second)) {
            append(writer, second, 0, 1);
            MapSeries series =
                    RecordFile.open(finish(writer, 1)).record().series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
            assertThat(series.layers()).containsExactly(1);
            assertThat(series.heads()).isEmpty();
        }
    }

    @Test
    void everyMapGoesToTheDiskAtOnce() throws IOException {
        try (RecordWriter writer = writer(HEADS)) {
            long empty = Files.size(partFile());
            for (int maps = 1; maps <= 4; maps++) {
                append(writer, HEADS, 0, (maps - 1) / 2, (maps - 1) % 2);
                long header = 1 << 16; // kept free until the end
                assertThat(Files.size(partFile())).isEqualTo(header + maps * MAP_BYTES);
                assertThat(empty).isZero();
            }
        }
    }

    @Test
    void aRunThatWasStoppedLeavesAPartialRecordOfItsWholeSteps() {
        try (RecordWriter writer = writer(HEADS)) {
            append(writer, HEADS, 0, 2);
            append(writer, HEADS, 2, 0, 0); // a map of a step that was not finished
            AttentionRecord record = RecordFile.open(finish(writer, 2)).record();
            assertThat(record.partial()).isTrue();
            assertThat(record.completedSteps()).isEqualTo(2);
            assertThat(values(record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)))
                    .isEqualTo(all(written.subList(0, 8)));
        }
    }

    @Test
    void aRunThatWasStoppedAtOnceLeavesARecordWithoutMaps() {
        try (RecordWriter writer = writer(HEADS)) {
            AttentionRecord record = RecordFile.open(finish(writer, 0)).record();
            assertThat(record.partial()).isTrue();
            assertThat(record.find(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL))
                    .hasValueSatisfying(series -> assertThat(series.steps()).isEmpty());
        }
    }

    @Test
    void mapsThatDoNotBelongAreRefused() {
        try (RecordWriter writer = writer(HEADS)) {
            assertRefused(writer, key(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 0, 0, 1), HEADS);
            assertRefused(writer, key(AttentionKind.TEXT_TO_AUDIO, Branch.CONDITIONAL, 0, 0, 0), HEADS);
            assertRefused(writer, key(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE, 0, 0, 0), HEADS);
            CaptureRequest others = new CaptureRequest(
                    AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, Granularity.HEAD, List.of(0, 2), Set.of());
            assertRefused(writer, key(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 0, 0, 0), others);
        }
    }

    private void assertRefused(RecordWriter writer, MapKey key, CaptureRequest request) {
        assertThatThrownBy(() -> writer.append(key, map(request)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("map 0 of text_to_video.conditional with positions [0, 1] belongs");
    }

    @Test
    void whatIsClosedUnfinishedLeavesNothing() throws IOException {
        try (RecordWriter writer = writer(HEADS)) {
            append(writer, HEADS, 0, 1);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aProcessThatIsKilledLeavesNoRecordUnderItsName() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GrowingRecordTest.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readNBytes("written".length()), StandardCharsets.UTF_8);
        process.destroyForcibly().waitFor();

        assertThat(said).isEqualTo("written");
        assertThat(directory.resolve("run" + RecordFile.EXTENSION)).doesNotExist();
        assertThat(partFile()).isNotEmptyFile();
    }

    /** Writes half a record into the folder, and waits to be killed. */
    public static void main(String[] arguments) throws Exception {
        var test = new GrowingRecordTest();
        test.directory = Path.of(arguments[0]);
        try (RecordWriter writer = test.writer(HEADS)) {
            test.append(writer, HEADS, 0, 2);
            System.out.print("written");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    private RecordWriter writer(CaptureRequest request) {
        return GrowingRecord.create(directory.resolve("run" + RecordFile.EXTENSION), RUN, request);
    }

    private static CaptureRequest request(Granularity granularity, Set<Integer> layers) {
        return new CaptureRequest(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, granularity, List.of(0, 1), layers);
    }

    /** Appends all maps of some steps. */
    private void append(RecordWriter writer, CaptureRequest request, int from, int to) {
        for (int step = from; step < to; step++) {
            for (int layer = 0; layer < RUN.layers(); layer++) {
                if (!request.layers().isEmpty() && !request.layers().contains(layer)) {
                    continue;
                }
                for (int head = 0; head < (request.granularity() == Granularity.HEAD ? RUN.heads() : 1); head++) {
                    append(writer, request, step, layer, head);
                }
            }
        }
    }

    private void append(RecordWriter writer, CaptureRequest request, int step, int layer, int head) {
        try {
            AttentionMap map = map(request);
            writer.append(key(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, step, layer, head), map);
            written.add(map.values().toArray(ValueLayout.JAVA_FLOAT));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MapKey key(AttentionKind kind, Branch branch, int step, int layer, int head) {
        return new MapKey(kind, branch, step, 999, OptionalInt.of(layer), OptionalInt.of(head));
    }

    private AttentionMap map(CaptureRequest request) {
        float[] values = new float[request.positions().size() * GRID.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new AttentionMap(request.positions(), GRID, MemorySegment.ofArray(values));
    }

    private static Path finish(RecordWriter writer, int completedSteps) {
        try {
            return writer.finish(completedSteps);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path partFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static float[] values(MapSeries series) {
        return series.values().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static float[] all(List<float[]> maps) {
        float[] all = new float[maps.stream().mapToInt(map -> map.length).sum()];
        int at = 0;
        for (float[] map : maps) {
            System.arraycopy(map, 0, all, at, map.length);
            at += map.length;
        }
        return all;
    }
}
