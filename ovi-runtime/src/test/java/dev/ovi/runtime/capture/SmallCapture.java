package dev.ovi.runtime.capture;

import dev.ovi.api.TextContent;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.LibTorch;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A capture of a run with 2 steps, 3 layers and 2 heads over 12 patches, and what backends would add to it. */
final class SmallCapture {
    static final PatchGrid GRID = new PatchGrid(2, 2, 3);
    static final int LAYERS = 3;
    static final int HEADS = 2;

    private SmallCapture() {}

    static CaptureSession session(List<? extends AttentionSink> sinks, long maxMemory, Consumer<String> warnings) {
        return session(sinks, (kind, positions) -> new CaptureBudget.Share("", 0, ""), maxMemory, warnings);
    }

    static CaptureSession session(
            List<? extends AttentionSink> sinks,
            CaptureWorkspace workspace,
            long maxMemory,
            Consumer<String> warnings) {
        List<CaptureSession.RunningSink> running = sinks.stream()
                .map(sink -> new CaptureSession.RunningSink(
                        sink.id(), PluginInstance.<AttentionSink>of("sink " + sink.id(), sink)))
                .toList();
        return new CaptureSession(
                new Compute(LibTorch.load().ops(), Device.CPU, DType.FLOAT32, 2),
                workspace,
                running,
                run(),
                maxMemory,
                warnings);
    }

    /** Adds text→video of the conditional branch to the buffers, as a backend does. */
    static void feed(CaptureSession session, float[][][][] p) {
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

    /** Probabilities {@code [layer][head][position][patch]}. */
    static float[][][][] random() {
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

    static AttentionSite site(AttentionKind kind, Branch branch, int layer) {
        return new AttentionSite(kind, branch, 0, 999, layer, GRID, null);
    }

    static RunInfo run() {
        var prompt = new PromptText(
                "red circle",
                "red circle",
                List.of(
                        new PromptToken(0, 10, "▁red", 0, 3, TokenRole.TEXT),
                        new PromptToken(1, 11, "▁circle", 3, 10, TokenRole.TEXT)),
                8);
        return RunInfo.builder()
                .prompts(Prompts.of(prompt))
                .timesteps(List.of(999.0, 500.0))
                .layers(LAYERS)
                .heads(HEADS)
                .videoGrid(GRID)
                .audioGrid(PatchGrid.audio(4))
                .video(new VideoFormat(48, 32, 5, 24))
                .frames(new FrameMapping(5, 4))
                .build();
    }

    /** For sinks that write nothing. */
    static final class NoOutput implements SinkOutput {
        @Override
        public Path write(String suffix, TextContent content) {
            throw new UnsupportedOperationException(suffix);
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) {
            throw new UnsupportedOperationException(suffix);
        }
    }
}
