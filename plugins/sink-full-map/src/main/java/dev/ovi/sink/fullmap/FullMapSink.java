package dev.ovi.sink.fullmap;

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
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes every layer's and head's maps of each step to records that grow on disk: one for each kind and branch. */
public final class FullMapSink implements AttentionSink {
    static final Option<Detail> GRANULARITY = Option.choice(
            "granularity",
            Detail.AUTO,
            "Whether each head is kept, or the mean over the heads of each layer; auto: each head, unless"
                    + " attention.capture.granularity is layer.");

    private final List<GrowingMaps> maps = new ArrayList<>();
    private Detail detail = GRANULARITY.defaultValue();

    /** The maps of one kind and branch. */
    private record GrowingMaps(CaptureRequest request, RecordWriter writer) {
        boolean takes(MapKey key) {
            return key.kind() == request.kind() && key.branch() == request.branch();
        }
    }

    @Override
    public String id() {
        return "full-map";
    }

    @Override
    public String description() {
        return "Every head of every layer at each step, in records that grow on disk: for pictures of one layer or head.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(GRANULARITY);
    }

    @Override
    public void configure(OptionValues options) {
        detail = options.get(GRANULARITY);
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        return new CapturePlan(run.requested().requests().stream()
                .map(request -> request.withGranularity(detail.granularity(request.granularity())))
                .toList());
    }

    /** The maps of one head, or layer, on their way to the disk. */
    @Override
    public long memoryBytes(RunInfo run) {
        return plan(run).requests().stream()
                .mapToLong(request -> headBytes(request, run))
                .max()
                .orElse(0);
    }

    @Override
    public long diskBytes(RunInfo run) {
        return plan(run).requests().stream()
                .mapToLong(request -> bytes(request, run))
                .sum();
    }

    private static long bytes(CaptureRequest request, RunInfo run) {
        int layers = request.layersOf(run).size();
        int heads = request.granularity() == Granularity.HEAD ? run.heads() : 1;
        long maps = (long) run.timesteps().size() * layers * heads;
        return Math.multiplyExact(maps, headBytes(request, run));
    }

    private static long headBytes(CaptureRequest request, RunInfo run) {
        return (long) request.positions().size() * run.grid(request.kind()).size() * Float.BYTES;
    }

    @Override
    public void open(RunInfo run, SinkOutput output) throws IOException {
        for (CaptureRequest request : plan(run).requests()) {
            if (!request.positions().isEmpty()) {
                String suffix =
                        "_" + request.kind().id() + "." + request.branch().id() + ".full";
                maps.add(new GrowingMaps(request, output.openRecord(suffix, request)));
            }
        }
    }

    @Override
    public void accept(MapKey key, AttentionMap map) throws IOException {
        for (GrowingMaps one : maps) {
            if (one.takes(key)) {
                one.writer().append(key, map);
            }
        }
    }

    @Override
    public SinkResult finish(int completedSteps) throws IOException {
        List<Path> files = new ArrayList<>();
        for (GrowingMaps one : maps) {
            files.add(one.writer().finish(completedSteps));
        }
        return SinkResult.of(files);
    }

    @Override
    public void close() {
        maps.forEach(one -> one.writer().close());
        maps.clear();
    }
}
