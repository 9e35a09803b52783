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

/** One sink during one run. A sink that throws is reported once and gets nothing more; the run goes on. */
final class SinkRun {
    private final PluginInstance<AttentionSink> sink;
    private final RunInfo run;
    private final CapturePlan plan;
    private final Consumer<String> warnings;
    private boolean failed;

    /**
     * Asks the sink for its plan; a sink that fails already now has an empty one.
     *
     * @param run the run, with the sink's own options
     */
    SinkRun(PluginInstance<AttentionSink> sink, RunInfo run, Consumer<String> warnings) {
        this.sink = sink;
        this.run = run;
        this.warnings = warnings;
        this.plan = ask(one -> one.plan(run)).orElseGet(() -> new CapturePlan(List.of()));
    }

    CapturePlan plan() {
        return plan;
    }

    boolean failed() {
        return failed;
    }

    long memoryBytes() {
        return ask(one -> one.memoryBytes(run)).orElse(0L);
    }

    long diskBytes() {
        return ask(one -> one.diskBytes(run)).orElse(0L);
    }

    void open(SinkOutput output) {
        tell(one -> one.open(run, output));
    }

    /** Hands over what this sink asked for of a merged buffer, which holds one whole step. */
    void deliver(MergedRequest merged, MemorySegment buffer, int step) {
        for (CaptureRequest request : plan.requests()) {
            boolean concerned = request.kind() == merged.request().kind()
                    && request.branch() == merged.request().branch()
                    && !request.positions().isEmpty();
            if (concerned) {
                tell(one -> deliver(one, request, merged, buffer, step));
            }
        }
    }

    private void deliver(
            AttentionSink one, CaptureRequest request, MergedRequest merged, MemorySegment buffer, int step)
            throws IOException {
        List<Integer> layers = List.copyOf(MergedRequest.layersOf(request, run));
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

    /** Closes the sink, also one that failed. */
    void close() {
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
            return Optional.of(sink.call(question));
        } catch (PluginFailure e) {
            report(e);
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
        failed = true;
        warnings.accept(failure.getMessage() + "; it was dropped, the run goes on");
    }
}
