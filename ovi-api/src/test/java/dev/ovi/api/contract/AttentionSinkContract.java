package dev.ovi.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.TextContent;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.api.option.OptionValues;
import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link AttentionSink} must do. Extend it, name the sink, and run it with JUnit. */
@SuppressWarnings("NullAway.Init") // JUnit's life cycle
public abstract class AttentionSinkContract {
    @TempDir
    Path directory;

    private final Random random = new Random();
    private RunInfo run = SampleRun.info();
    private float scale = 1;

    /** The sink under test, new. */
    protected abstract AttentionSink sink();

    /** The values of its options; the defaults unless overridden. */
    protected OptionValues options(AttentionSink sink) {
        return OptionValues.defaults(sink.options());
    }

    private AttentionSink configured() {
        AttentionSink sink = sink();
        sink.configure(options(sink));
        return sink;
    }

    @Test
    void isNamedInLowerCaseWithHyphens() {
        assertThat(sink().id()).matches("[a-z][a-z0-9-]*");
        assertThat(sink().description()).isNotBlank();
    }

    @Test
    void planningIsRepeatableAndLeavesNoFile() throws IOException {
        AttentionSink sink = configured();
        CapturePlan first = sink.plan(run);
        assertThat(sink.plan(run)).isEqualTo(first);
        assertThat(sink.memoryBytes(run)).isNotNegative();
        assertThat(sink.diskBytes(run)).isNotNegative();
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
        sink.close();
    }

    @Test
    void aWholeRunGivesARecordOrFiles() throws IOException {
        requireARecordOrFiles();
    }

    private void requireARecordOrFiles() throws IOException {
        SinkResult result = runSteps(run.timesteps().size(), run.timesteps().size());
        assertThat(result.record().isPresent() || !result.files().isEmpty()).isTrue();
        assertThat(result.files()).allSatisfy(file -> assertThat(file).isNotEmptyFile());
        result.record().ifPresent(record -> assertThat(record.partial()).isFalse());
    }

    @Test
    void everyKindOfMapInBothBranchesIsTaken() throws IOException {
        run = SampleRun.infoOfEverything();
        requireARecordOrFiles();
    }

    @Test
    void mapsThatAreZeroEverywhereAreTaken() throws IOException {
        scale = 0;
        requireARecordOrFiles();
    }

    @Test
    void aSinkThatIsClosedBeforeItFinishedLeavesNoFile() throws IOException {
        try (AttentionSink sink = configured()) {
            sink.open(run, new DirectoryOutput());
            deliverStep(sink, 0);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aRunThatWasStoppedGivesWhatWasFinished() throws IOException {
        SinkResult result = runSteps(2, 1);
        result.record().ifPresent(record -> {
            assertThat(record.partial()).isTrue();
            assertThat(record.completedSteps()).isEqualTo(1);
            assertThat(record.series())
                    .allSatisfy(series -> assertThat(series.steps()).containsExactly(0));
        });
    }

    @Test
    void aRunThatWasStoppedAtOnceIsFine() throws IOException {
        SinkResult result = runSteps(0, 0);
        result.record().ifPresent(record -> assertThat(record.completedSteps()).isZero());
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        AttentionSink sink = configured();
        sink.open(run, new DirectoryOutput());
        sink.close();
        sink.close();
    }

    private SinkResult runSteps(int delivered, int completed) throws IOException {
        try (AttentionSink sink = configured()) {
            sink.open(run, new DirectoryOutput());
            for (int step = 0; step < delivered; step++) {
                deliverStep(sink, step);
            }
            return sink.finish(completed);
        }
    }

    private void deliverStep(AttentionSink sink, int step) throws IOException {
        for (CaptureRequest request : sink.plan(run).requests()) {
            deliver(sink, request, step);
        }
    }

    private void deliver(AttentionSink sink, CaptureRequest request, int step) throws IOException {
        List<OptionalInt> layers = request.granularity() == Granularity.STEP ? averaged() : all(run.layers());
        List<OptionalInt> heads = request.granularity() == Granularity.HEAD ? all(run.heads()) : averaged();
        for (OptionalInt layer : layers) {
            for (OptionalInt head : heads) {
                var key = new MapKey(
                        request.kind(), request.branch(), step, run.timesteps().get(step), layer, head);
                sink.accept(key, randomMap(request));
            }
        }
    }

    private AttentionMap randomMap(CaptureRequest request) {
        var grid = run.grid(request.kind());
        float[] values = new float[request.positions().size() * grid.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * random.nextFloat();
        }
        return new AttentionMap(
                request.positions(), grid, MemorySegment.ofArray(values).asReadOnly());
    }

    private static List<OptionalInt> averaged() {
        return List.of(OptionalInt.empty());
    }

    private static List<OptionalInt> all(int count) {
        List<OptionalInt> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(OptionalInt.of(i));
        }
        return all;
    }

    private final class DirectoryOutput implements SinkOutput {
        @Override
        public Path write(String suffix, TextContent content) throws IOException {
            Path file = directory.resolve("run" + suffix);
            try (Writer out = Files.newBufferedWriter(file)) {
                content.writeTo(out);
            }
            return file;
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) {
            return new CountingRecordWriter(directory.resolve("run" + suffix + ".attention.safetensors"));
        }
    }

    /** Checks the order of maps, and writes how many there were. */
    private static final class CountingRecordWriter implements RecordWriter {
        private static final Comparator<MapKey> ORDER = Comparator.comparingInt(MapKey::step)
                .thenComparingInt(key -> key.layer().orElse(-1))
                .thenComparingInt(key -> key.head().orElse(-1));

        private final Path file;
        private final List<MapKey> keys = new ArrayList<>();

        CountingRecordWriter(Path file) {
            this.file = file;
        }

        @Override
        public void append(MapKey key, AttentionMap map) {
            keys.add(key);
            assertThat(keys)
                    .as("maps are appended by step, layer and head, each once")
                    .isSortedAccordingTo(ORDER)
                    .doesNotHaveDuplicates();
        }

        @Override
        public Path finish(int completedSteps) throws IOException {
            return Files.writeString(file, keys.size() + " maps");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
