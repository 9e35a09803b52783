package dev.ovi.runtime.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.record.RecordMetadata.SeriesAxes;
import dev.ovi.runtime.safetensors.GrowingSafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A record with one series that grows on disk, map by map; never more than one map of it is in memory. */
public final class GrowingRecord implements RecordWriter {
    private final Path path;
    private final RunInfo run;
    private final CaptureRequest request;
    private final List<Integer> layers;
    private final List<Integer> heads;
    private final GrowingSafetensorsWriter writer;
    private long maps;

    private GrowingRecord(Path path, RunInfo run, CaptureRequest request) {
        this.path = path;
        this.run = run;
        this.request = request;
        this.layers = request.granularity() == Granularity.STEP ? List.of() : request.layersOf(run);
        this.heads = request.granularity() == Granularity.HEAD
                ? IntStream.range(0, run.heads()).boxed().toList()
                : List.of();
        long[] shape = axes(0).shape();
        this.writer = GrowingSafetensorsWriter.create(
                path,
                name(request.kind(), request.branch()),
                DType.FLOAT32,
                Arrays.copyOfRange(shape, 1, shape.length));
    }

    private static String name(AttentionKind kind, Branch branch) {
        return kind.id() + "." + branch.id();
    }

    /**
     * Starts a record.
     *
     * @throws dev.ovi.runtime.base.OviException if the file cannot be made
     */
    public static GrowingRecord create(Path path, RunInfo run, CaptureRequest request) {
        return new GrowingRecord(path, run, request);
    }

    @Override
    public void append(MapKey key, AttentionMap map) {
        long layer = (long) key.step() * Math.max(layers.size(), 1)
                + entry(layers, key.layer().orElse(-1));
        long expected =
                layer * Math.max(heads.size(), 1) + entry(heads, key.head().orElse(-1));
        boolean belongs = key.kind() == request.kind()
                && key.branch() == request.branch()
                && map.positions().equals(request.positions());
        if (!belongs || expected != maps) {
            throw new IllegalArgumentException("map " + expected + " of " + name(key.kind(), key.branch())
                    + " with positions " + map.positions() + " was appended where map " + maps + " of "
                    + name(request.kind(), request.branch()) + " with positions " + request.positions() + " belongs");
        }
        writer.append(map.values());
        maps++;
    }

    private static int entry(List<Integer> axis, int value) {
        return axis.isEmpty() ? 0 : axis.indexOf(value);
    }

    @Override
    public Path finish(int completedSteps) {
        writer.truncate(completedSteps);
        RecordMetadata.write(withoutMaps(completedSteps), List.of(axes(completedSteps)))
                .forEach(writer::metadata);
        writer.commit();
        return path;
    }

    private AttentionRecord withoutMaps(int completedSteps) {
        return run.record(completedSteps, List.<MapSeries>of());
    }

    private SeriesAxes axes(int steps) {
        return SeriesAxes.of(
                request.kind(),
                request.branch(),
                IntStream.range(0, steps).boxed().toList(),
                layers,
                heads,
                request.positions(),
                run.grid(request.kind()));
    }

    @Override
    public void close() {
        writer.close();
    }
}
