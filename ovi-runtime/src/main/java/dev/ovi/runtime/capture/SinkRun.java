package dev.ovi.runtime.capture;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One sink during one run. A sink that throws is reported once and gets nothing more; the run goes on. */
final class SinkRun {
    private final AttentionSink sink;
    private final RunInfo run;
    private final CapturePlan plan;
    private final Consumer<String> warnings;
    private boolean failed;

    /** Asks the sink for its plan; a sink that fails already now has an empty one. */
    SinkRun(AttentionSink sink, RunInfo run, Consumer<String> warnings) {
        this.sink = sink;
        this.run = run;
        this.warnings = warnings;
        CapturePlan[] answer = {new CapturePlan(List.of())};
        attempt(() -> answer[0] = sink.plan(run));
        this.plan = answer[0];
    }

    String id() {
        return sink.id();
    }

    CapturePlan plan() {
        return plan;
    }

    boolean failed() {
        return failed;
    }

    long memoryBytes() {
        long[] bytes = {0};
        attempt(() -> bytes[0] = sink.memoryBytes(run));
        return bytes[0];
    }

    long diskBytes() {
        long[] bytes = {0};
        attempt(() -> bytes[0] = sink.diskBytes(run));
        return bytes[0];
    }

    void open(SinkOutput output) {
        attempt(() -> sink.open(run, output));
    }

    /** Hands over what this sink asked for of a merged buffer, which holds one whole step. */
    void deliver(MergedRequest merged, MemorySegment buffer, int step) {
        for (CaptureRequest request : plan.requests()) {
            boolean concerned = request.kind() == merged.request().kind()
                    && request.branch() == merged.request().branch()
                    && !request.positions().isEmpty();
            if (concerned) {
                attempt(() -> deliver(request, merged, buffer, step));
            }
        }
    }

    private void deliver(CaptureRequest request, MergedRequest merged, MemorySegment buffer, int step)
            throws IOException {
        List<Integer> layers = List.copyOf(MergedRequest.layersOf(request, run));
        var maps = new MapReduction(merged, layers, request.positions());
        if (request.granularity() == Granularity.STEP) {
            accept(request, step, OptionalInt.empty(), OptionalInt.empty(), maps.step(buffer));
            return;
        }
        for (int i = 0; i < layers.size(); i++) {
            OptionalInt layer = OptionalInt.of(layers.get(i));
            if (request.granularity() == Granularity.LAYER) {
                accept(request, step, layer, OptionalInt.empty(), maps.layer(buffer, i));
                continue;
            }
            for (int head = 0; head < run.heads(); head++) {
                accept(request, step, layer, OptionalInt.of(head), maps.head(buffer, i, head));
            }
        }
    }

    private void accept(CaptureRequest request, int step, OptionalInt layer, OptionalInt head, float[] values)
            throws IOException {
        PatchGrid grid = run.grid(request.kind());
        double timestep = run.timesteps().get(step);
        sink.accept(
                new MapKey(request.kind(), request.branch(), step, timestep, layer, head),
                new AttentionMap(
                        request.positions(), grid, MemorySegment.ofArray(values).asReadOnly()));
    }

    /** What the sink made of the run; nothing if it failed. */
    Optional<SinkResult> finish(int completedSteps) {
        SinkResult[] result = new SinkResult[1];
        attempt(() -> result[0] = sink.finish(completedSteps));
        return Optional.ofNullable(result[0]);
    }

    void close() {
        boolean before = failed;
        failed = false; // a sink that failed is closed all the same
        attempt(sink::close);
        failed |= before;
    }

    private void attempt(SinkAction action) {
        if (failed) {
            return;
        }
        try {
            action.run();
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            failed = true;
            warnings.accept("sink " + sink.id() + " failed and was dropped: " + e);
        }
    }

    @FunctionalInterface
    private interface SinkAction {
        void run() throws IOException;
    }
}
