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
import dev.ovi.runtime.capture.CaptureSession.RunningSink;
import dev.ovi.runtime.plugin.PluginAction;
import dev.ovi.runtime.plugin.PluginCall;
import dev.ovi.runtime.plugin.PluginFailure;
import dev.ovi.runtime.plugin.PluginInstance;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One sink during one run. A sink that throws, or answers what cannot be, is reported once, closed, and gets nothing more;
 * the run goes on.
 */
final class SinkRun {
    private static final CapturePlan NOTHING = new CapturePlan(List.of());

    private final String id;
    private final PluginInstance<AttentionSink> sink;
    private final RunInfo run;
    private final Consumer<String> warnings;
    private final CapturePlan plan;
    private final long memoryBytes;
    private final long diskBytes;
    private boolean failed;
    private boolean closed;

    /** Asks the sink for its plan and what that takes; a sink that fails already now has an empty one. */
    SinkRun(RunningSink running, RunInfo run, Consumer<String> warnings) {
        this.id = running.id();
        this.sink = running.sink();
        this.run = run;
        this.warnings = warnings;
        CapturePlan wanted = ask(one -> PlanCheck.requirePossible(answered(one.plan(run)), run))
                .orElse(NOTHING);
        long memory = ask(one -> size(one.memoryBytes(run))).orElse(0L);
        long disk = ask(one -> size(one.diskBytes(run))).orElse(0L);
        this.plan = failed ? NOTHING : wanted;
        this.memoryBytes = failed ? 0 : memory;
        this.diskBytes = failed ? 0 : disk;
    }

    private static <R> R answered(R answer) {
        if (answer == null) {
            throw new IllegalArgumentException("it returned null");
        }
        return answer;
    }

    private static long size(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("it says that it needs " + bytes + " bytes");
        }
        return bytes;
    }

    String id() {
        return id;
    }

    CapturePlan plan() {
        return plan;
    }

    boolean failed() {
        return failed;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    long diskBytes() {
        return diskBytes;
    }

    void open(SinkOutput output) {
        tell(one -> one.open(run, output));
    }

    /** Hands over what this sink asked for of buffers that hold one whole step, in the order of its plan. */
    void deliver(List<MergedRequest> merged, List<MemorySegment> buffers, int step) {
        for (CaptureRequest request : plan.requests()) {
            for (int i = 0; i < merged.size(); i++) {
                MergedRequest serving = merged.get(i);
                MemorySegment buffer = buffers.get(i);
                if (serving.serves(request)) {
                    tell(one -> deliver(one, request, serving, buffer, step));
                }
            }
        }
    }

    private void deliver(
            AttentionSink one, CaptureRequest request, MergedRequest merged, MemorySegment buffer, int step)
            throws IOException {
        List<Integer> layers = request.layersOf(run);
        var maps = new MapReduction(merged, layers, request.positions());
        if (request.granularity() == Granularity.STEP) {
            accept(one, request, step, OptionalInt.empty(), OptionalInt.empty(), maps.step(buffer));
            return;
        }
        for (int i = 0; i < layers.size(); i++) {
            OptionalInt layer = OptionalInt.of(layers.get(i));
            if (request.granularity() == Granularity.LAYER) {
                accept(one, request, step, layer, OptionalInt.empty(), maps.layer(buffer, i));
                continue;
            }
            for (int head = 0; head < run.heads(); head++) {
                accept(one, request, step, layer, OptionalInt.of(head), maps.head(buffer, i, head));
            }
        }
    }

    private void accept(
            AttentionSink one, CaptureRequest request, int step, OptionalInt layer, OptionalInt head, float[] values)
            throws IOException {
        PatchGrid grid = run.grid(request.kind());
        double timestep = run.timesteps().get(step);
        one.accept(
                new MapKey(request.kind(), request.branch(), step, timestep, layer, head),
                new AttentionMap(
                        request.positions(), grid, MemorySegment.ofArray(values).asReadOnly()));
    }

    /** What the sink made of the run; nothing if it failed. */
    Optional<SinkResult> finish(int completedSteps) {
        return ask(one -> one.finish(completedSteps));
    }

    /** Closes the sink, unless it failed and is closed already. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            sink.close();
        } catch (PluginFailure e) {
            report(e);
        }
    }

    private <R> Optional<R> ask(PluginCall<AttentionSink, R> question) {
        if (failed) {
            return Optional.empty();
        }
        try {
            return Optional.of(sink.call(one -> answered(question.on(one))));
        } catch (PluginFailure e) {
            report(e);
            close(); // now, because a disk that it has filled is needed for the video
            return Optional.empty();
        }
    }

    private void tell(PluginAction<AttentionSink> action) {
        ask(one -> {
            action.on(one);
            return true;
        });
    }

    private void report(PluginFailure failure) {
        if (!failed) {
            failed = true;
            warnings.accept(failure.getMessage() + "; it was dropped, the run goes on");
        }
    }
}
