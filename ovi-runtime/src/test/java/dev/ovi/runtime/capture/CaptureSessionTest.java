package dev.ovi.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
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
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.UsageException;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.LibTorch;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureSessionTest {
    private static final PatchGrid GRID = new PatchGrid(2, 2, 3);
    private static final int LAYERS = 3;
    private static final int HEADS = 2;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void eachSinkGetsItsOwnGranularityPositionsAndLayersFromOneCapture() {
        var coarse = new KeepingSink(Granularity.STEP, List.of(0, 2), Set.of());
        var someLayers = new KeepingSink(Granularity.STEP, List.of(1), Set.of(1, 2));
        var fine = new KeepingSink(Granularity.HEAD, List.of(2), Set.of(0));
        float[][][][] p = random(); // [layer][head][position][patch]

        try (var session = session(List.of(coarse, someLayers, fine), Long.MAX_VALUE)) {
            session.open(new NoOutput());
            feed(session, p);
            session.stepDone(0);
            session.finish(1);
        }

        assertThat(coarse.maps).hasSize(1);
        for (int patch = 0; patch < GRID.size(); patch++) {
            double mean = 0;
            double meanOfTwo = 0;
            for (int layer = 0; layer < LAYERS; layer++) {
                for (int head = 0; head < HEADS; head++) {
                    mean += p[layer][head][2][patch] / (LAYERS * HEADS);
                    meanOfTwo += layer == 0 ? 0 : p[layer][head][1][patch] / (2.0 * HEADS);
                }
            }
            // float32 means of six numbers below one
            assertThat(coarse.value("text_to_video 0 - -", GRID.size() + patch)).isCloseTo(mean, within(1e-6));
            assertThat(someLayers.value("text_to_video 0 - -", patch)).isCloseTo(meanOfTwo, within(1e-6));
            assertThat(fine.value("text_to_video 0 0 1", patch)).isEqualTo(p[0][1][2][patch]);
        }
        assertThat(fine.maps.keySet()).containsExactly("text_to_video 0 0 0", "text_to_video 0 0 1");
    }

    @Test
    void everyStepStartsFromNothing() {
        var sink = new KeepingSink(Granularity.STEP, List.of(0), Set.of());
        float[][][][] first = random();
        float[][][][] second = random();
        try (var session = session(List.of(sink), Long.MAX_VALUE)) {
            session.open(new NoOutput());
            feed(session, first);
            session.stepDone(0);
            feed(session, second);
            session.stepDone(1);
            session.finish(2);
        }
        double mean = 0;
        for (float[][][] layer : second) {
            mean += (layer[0][0][0] + layer[1][0][0]) / (double) (LAYERS * HEADS);
        }
        assertThat(sink.value("text_to_video 1 - -", 0)).isCloseTo(mean, within(1e-6));
    }

    @Test
    void sitesThatNoSinkAskedForAreNotCaptured() {
        try (var session = session(List.of(new KeepingSink(Granularity.STEP, List.of(0), Set.of(1))), Long.MAX_VALUE)) {
            session.open(new NoOutput());
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 1)))
                    .isNotNull();
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 0)))
                    .isNull();
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE, 1)))
                    .isNull();
            assertThat(session.captureAt(site(AttentionKind.VIDEO_SELF, Branch.CONDITIONAL, 1)))
                    .isNull();
        }
    }

    @Test
    void aSinkThatFailsIsReportedAndDroppedAndTheOthersGoOn() {
        var failing = new KeepingSink(Granularity.STEP, List.of(0), Set.of()) {
            @Override
            public void accept(MapKey key, AttentionMap map) {
                throw new IllegalStateException("disk on fire");
            }
        };
        var sound = new KeepingSink(Granularity.STEP, List.of(0), Set.of());
        try (var session = session(List.of(failing, sound), Long.MAX_VALUE)) {
            session.open(new NoOutput());
            feed(session, random());
            session.stepDone(0);
            feed(session, random());
            session.stepDone(1);
            session.finish(2);
            assertThat(session.anySinkFailed()).isTrue();
        }
        assertThat(sound.maps).hasSize(2);
        assertThat(warnings).singleElement().asString().contains("keeping").contains("disk on fire");
        assertThat(failing.closed).isTrue();
    }

    @Test
    void aPlanThatDoesNotFitIsRefusedWithWhatToDrop() {
        assertThatThrownBy(() -> session(List.of(new KeepingSink(Granularity.HEAD, List.of(0, 1), Set.of())), 100))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("attention.capture.max_memory allows 0.1 KiB")
                .hasMessageContaining("text_to_video of the conditional branch, 2 positions for each head")
                .hasMessageContaining("granularity layer");
    }

    private CaptureSession session(List<? extends AttentionSink> sinks, long maxMemory) {
        List<CaptureSession.RunningSink> running = sinks.stream()
                .map(sink -> new CaptureSession.RunningSink(
                        PluginInstance.<AttentionSink>of("sink " + sink.id(), sink), run()))
                .toList();
        return new CaptureSession(LibTorch.load(), Device.CPU, running, run(), maxMemory, warnings::add);
    }

    /** Adds to the buffers as a backend does. */
    private static void feed(CaptureSession session, float[][][][] p) {
        for (int layer = 0; layer < LAYERS; layer++) {
            Capture capture = session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, layer));
            if (capture != null) {
                add(capture, p[layer]);
            }
        }
    }

    private static void add(Capture capture, float[][][] p) {
        int[] positions = capture.positions();
        var data = capture.buffer().data();
        for (int head = 0; head < HEADS; head++) {
            for (int i = 0; i < positions.length; i++) {
                for (int patch = 0; patch < GRID.size(); patch++) {
                    long at = ((capture.perHead() ? (long) head * positions.length : 0) + i) * GRID.size() + patch;
                    float share = p[head][positions[i]][patch] / (capture.perHead() ? 1 : HEADS);
                    float before = data.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
                    data.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, at, before + capture.weight() * share);
                }
            }
        }
    }

    private static float[][][][] random() {
        RandomGenerator random = RandomGenerator.getDefault();
        float[][][][] p = new float[LAYERS][HEADS][3][GRID.size()];
        for (float[][][] layer : p) {
            for (float[][] head : layer) {
                for (float[] map : head) {
                    for (int i = 0; i < map.length; i++) {
                        map[i] = random.nextFloat();
                    }
                }
            }
        }
        return p;
    }

    private static AttentionSite site(AttentionKind kind, Branch branch, int layer) {
        return new AttentionSite(kind, branch, 0, 999, layer, GRID, null);
    }

    private static RunInfo run() {
        var prompt = new PromptText(
                "red circle",
                "red circle",
                List.of(
                        new PromptToken(0, 10, "▁red", 0, 3, TokenRole.TEXT),
                        new PromptToken(1, 11, "▁circle", 3, 10, TokenRole.TEXT)),
                8);
        return new RunInfo(
                prompt,
                null,
                null,
                List.of(999.0, 500.0),
                LAYERS,
                HEADS,
                GRID,
                PatchGrid.audio(4),
                new VideoFormat(48, 32, 5, 24),
                new FrameMapping(5, 4),
                Map.of(),
                List.of(),
                new CapturePlan(List.of()),
                OptionValues.defaults(List.of()));
    }

    /** Keeps what it receives, by "kind step layer head". */
    private static class KeepingSink implements AttentionSink {
        private final CaptureRequest request;
        final Map<String, float[]> maps = new LinkedHashMap<>();
        boolean closed;

        KeepingSink(Granularity granularity, List<Integer> positions, Set<Integer> layers) {
            this.request =
                    new CaptureRequest(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, granularity, positions, layers);
        }

        double value(String key, int index) {
            float @Nullable [] map = maps.get(key);
            assertThat(map).as(key).isNotNull();
            return map == null ? Double.NaN : map[index];
        }

        @Override
        public String id() {
            return "keeping";
        }

        @Override
        public String description() {
            return "Keeps what it receives.";
        }

        @Override
        public CapturePlan plan(RunInfo run) {
            return new CapturePlan(List.of(request));
        }

        @Override
        public long memoryBytes(RunInfo run) {
            return 0;
        }

        @Override
        public void open(RunInfo run, SinkOutput output) {}

        @Override
        public void accept(MapKey key, AttentionMap map) {
            String layer = key.layer().isPresent() ? String.valueOf(key.layer().getAsInt()) : "-";
            String head = key.head().isPresent() ? String.valueOf(key.head().getAsInt()) : "-";
            maps.put(
                    key.kind().id() + " " + key.step() + " " + layer + " " + head,
                    map.values().toArray(ValueLayout.JAVA_FLOAT));
        }

        @Override
        public SinkResult finish(int completedSteps) {
            return SinkResult.of(List.of());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** These sinks write nothing. */
    private static final class NoOutput implements SinkOutput {
        @Override
        public Path writeText(String suffix, String content) {
            throw new UnsupportedOperationException(suffix);
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) {
            throw new UnsupportedOperationException(suffix);
        }
    }
}
