package dev.ovi.sink.spatialmap;

import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps, for each step, the mean over layers and heads of the maps that the user asked for. */
public final class SpatialMapSink implements AttentionSink {
    private final List<StepMaps> maps = new ArrayList<>();
    private @Nullable RunInfo run;

    @Override
    public String id() {
        return "spatial-map";
    }

    @Override
    public String description() {
        return "One map for each token and step, the mean over layers and heads: what most pictures are drawn from.";
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        return run.requested().withGranularity(Granularity.STEP);
    }

    @Override
    public long memoryBytes(RunInfo run) {
        return plan(run).requests().stream()
                .mapToLong(request -> StepMaps.bytes(request, run))
                .sum();
    }

    /** The host saves the record as it is in memory. */
    @Override
    public long diskBytes(RunInfo run) {
        return memoryBytes(run);
    }

    @Override
    public void open(RunInfo run, SinkOutput output) {
        this.run = run;
        for (CaptureRequest request : plan(run).requests()) {
            maps.add(new StepMaps(request, run));
        }
    }

    @Override
    public void accept(MapKey key, AttentionMap map) {
        maps.stream().filter(one -> one.takes(key)).forEach(one -> one.put(key.step(), map));
    }

    @Override
    public SinkResult finish(int completedSteps) {
        if (run == null) {
            throw new IllegalStateException("finish before open");
        }
        return SinkResult.of(run.record(
                completedSteps,
                maps.stream().map(one -> one.series(completedSteps)).toList()));
    }
}
