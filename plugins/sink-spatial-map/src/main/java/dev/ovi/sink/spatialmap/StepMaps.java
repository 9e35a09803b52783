package dev.ovi.sink.spatialmap;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.MapSeries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/** The maps of one kind and branch, {@code [step, position, frame, y, x]}, outside the Java heap. */
final class StepMaps {
    private final CaptureRequest request;
    private final PatchGrid grid;
    private final long stepBytes;
    private final MemorySegment values;

    StepMaps(CaptureRequest request, RunInfo run) {
        this.request = request;
        this.grid = run.grid(request.kind());
        this.stepBytes = stepBytes(request, run);
        this.values = Arena.ofAuto().allocate(bytes(request, run), Float.BYTES);
    }

    static long bytes(CaptureRequest request, RunInfo run) {
        return Math.multiplyExact(run.timesteps().size(), stepBytes(request, run));
    }

    private static long stepBytes(CaptureRequest request, RunInfo run) {
        return (long) request.positions().size() * run.grid(request.kind()).size() * Float.BYTES;
    }

    boolean takes(MapKey key) {
        return key.kind() == request.kind() && key.branch() == request.branch();
    }

    void put(int step, AttentionMap map) {
        MemorySegment.copy(map.values(), 0, values, step * stepBytes, stepBytes);
    }

    MapSeries series(int completedSteps) {
        List<Integer> steps = IntStream.range(0, completedSteps).boxed().toList();
        MemorySegment completed = values.asSlice(0, completedSteps * stepBytes);
        return new MapSeries(
                request.kind(), request.branch(), steps, List.of(), List.of(), request.positions(), grid, completed);
    }
}
