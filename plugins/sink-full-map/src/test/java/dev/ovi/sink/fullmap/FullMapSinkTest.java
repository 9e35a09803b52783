package dev.ovi.sink.fullmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.TextContent;
import dev.ovi.api.attention.PatchGrid;
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
import dev.ovi.api.contract.AttentionSinkContract;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.SampleRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FullMapSinkTest extends AttentionSinkContract {
    private final Output output = new Output();

    @Override
    protected AttentionSink sink() {
        return new FullMapSink();
    }

    @Test
    void everyKindAndBranchHasARecordOfItsOwn() throws IOException {
        try (FullMapSink sink = sink("auto")) {
            sink.open(SampleRun.infoOfEverything(), output);

            assertThat(output.records.keySet())
                    .hasSize(12)
                    .contains(
                            "_text_to_video.conditional.full",
                            "_text_to_video.negative.full",
                            "_video_self.conditional.full",
                            "_video_to_audio.negative.full");
        }
    }

    @Test
    void mapsGoToTheRecordOfTheirKindAsTheyCome() throws IOException {
        RunInfo run = SampleRun.info();
        try (FullMapSink sink = sink("head")) {
            sink.open(run, output);
            for (CaptureRequest request : sink.plan(run).requests()) {
                MapKey key = key(request, 1);
                sink.accept(key, map(request, run));
                WrittenRecord grown = output.records.get("_" + request.kind().id() + ".conditional.full");
                assertThat(grown).isNotNull();
                assertThat(grown.keys).containsExactly(key);
            }
        }
    }

    @Test
    void headsAreKeptUnlessLayersAreAskedFor() {
        assertThat(granularity("auto", Granularity.STEP)).isEqualTo(Granularity.HEAD);
        assertThat(granularity("auto", Granularity.LAYER)).isEqualTo(Granularity.LAYER);
        assertThat(granularity("auto", Granularity.HEAD)).isEqualTo(Granularity.HEAD);
        assertThat(granularity("layer", Granularity.HEAD)).isEqualTo(Granularity.LAYER);
        assertThat(granularity("head", Granularity.LAYER)).isEqualTo(Granularity.HEAD);
    }

    @Test
    void theBudgetIsOneMapInMemoryAndEveryMapOnDisk() {
        RunInfo run = SampleRun.info();
        // 4 positions over 3×4×6 patches, or 5 audio positions, in float32; 3 steps, 2 layers, 2 heads
        long video = 4 * 72 * 4;
        long audio = 4 * 5 * 4;

        assertThat(sink("head").memoryBytes(run)).isEqualTo(video);
        assertThat(sink("head").diskBytes(run)).isEqualTo(3 * 2 * 2 * (video + audio));
        assertThat(sink("layer").diskBytes(run)).isEqualTo(3 * 2 * (video + audio));
    }

    @Test
    void everyRecordIsFinishedWithTheStepsThatAreWhole() throws IOException {
        SinkResult result;
        try (FullMapSink sink = sink("head")) {
            sink.open(SampleRun.info(), output);
            result = sink.finish(2);
        }
        assertThat(result.files())
                .containsExactly(
                        Path.of("_text_to_video.conditional.full"), Path.of("_text_to_audio.conditional.full"));
        assertThat(output.records.values())
                .allSatisfy(one -> assertThat(one.completedSteps).isEqualTo(2));
    }

    @Test
    void recordsThatAreNotFinishedAreThrownAwayWhereOneCannotBeOpened() throws IOException {
        output.refused = "_text_to_audio.conditional.full";
        FullMapSink sink = sink("head");

        assertThatThrownBy(() -> sink.open(SampleRun.info(), output)).isInstanceOf(IOException.class);
        sink.close();

        assertThat(output.records.values())
                .singleElement()
                .satisfies(one -> assertThat(one.closed).isTrue());
    }

    private static Granularity granularity(String option, Granularity requested) {
        RunInfo run = SampleRun.info();
        CapturePlan plan = run.requested().withGranularity(requested);
        RunInfo asked = run.toBuilder().requested(plan).build();
        return sink(option).plan(asked).requests().getFirst().granularity();
    }

    private static FullMapSink sink(String granularity) {
        return Configured.with(new FullMapSink(), Map.of("granularity", granularity));
    }

    private static MapKey key(CaptureRequest request, int head) {
        return new MapKey(request.kind(), request.branch(), 0, 999, OptionalInt.of(0), OptionalInt.of(head));
    }

    private static AttentionMap map(CaptureRequest request, RunInfo run) {
        PatchGrid grid = run.grid(request.kind());
        float[] values = new float[request.positions().size() * grid.size()];
        return new AttentionMap(request.positions(), grid, MemorySegment.ofArray(values));
    }

    /** Remembers what was written. */
    private static final class Output implements SinkOutput {
        final Map<String, WrittenRecord> records = new LinkedHashMap<>();
        String refused = "";

        @Override
        public Path write(String suffix, TextContent content) {
            throw new UnsupportedOperationException(suffix);
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) throws IOException {
            if (suffix.equals(refused)) {
                throw new IOException("no space left on device");
            }
            WrittenRecord made = new WrittenRecord(suffix);
            records.put(suffix, made);
            return made;
        }
    }

    private static final class WrittenRecord implements RecordWriter {
        private final String suffix;
        final List<MapKey> keys = new ArrayList<>();
        int completedSteps = -1;
        boolean closed;

        WrittenRecord(String suffix) {
            this.suffix = suffix;
        }

        @Override
        public void append(MapKey key, AttentionMap map) {
            keys.add(key);
        }

        @Override
        public Path finish(int steps) {
            completedSteps = steps;
            return Path.of(suffix);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
