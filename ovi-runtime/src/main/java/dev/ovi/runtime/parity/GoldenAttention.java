package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.capture.CaptureSession.RunningSink;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.edit.AttentionEdits;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.generate.ObservedAttention;
import dev.ovi.runtime.generate.OviModel;
import dev.ovi.runtime.generate.RunFiles;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Attention of a golden's run, computed by the chosen backends and captured as in any run. */
final class GoldenAttention implements AutoCloseable {
    private final Compute compute;
    private final RunInfo run;
    private final CapturedMaps maps;
    private final AttentionBackends conditional;
    private final AttentionBackends negative;
    private final CaptureSession capture;
    private final ObservedAttention attention;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private GoldenAttention(
            Compute compute,
            RunInfo run,
            Geometry geometry,
            CapturedMaps maps,
            AttentionBackends conditional,
            AttentionBackends negative) {
        this.compute = compute;
        this.run = run;
        this.maps = maps;
        this.conditional = conditional;
        this.negative = negative;
        var sink = new RunningSink(maps.id(), PluginInstance.of(maps.id(), maps));
        this.capture =
                new CaptureSession(compute, conditional::forCapture, List.of(sink), run, Long.MAX_VALUE, failures::add);
        this.attention = new ObservedAttention(
                Map.of(Branch.CONDITIONAL, conditional, Branch.NEGATIVE, negative),
                AttentionEdits.of(List.of(), run, compute.ops(), compute.device()),
                capture,
                geometry.video(),
                geometry.audio());
        capture.open(new RunFiles(Path.of(""), maps.id()).outputFor(run));
    }

    /** @param granularity a map for each step, or for each layer */
    static GoldenAttention open(
            OviModel model,
            RunInfo run,
            Geometry geometry,
            Granularity granularity,
            Function<List<AttentionShape>, AttentionBackends> backends) {
        AttentionBackends conditional = backends.apply(model.attentionShapes(geometry, run.prompt(), kind -> false));
        try {
            AttentionBackends negative = conditional.forAnotherThread();
            try {
                var maps = new CapturedMaps(run.prompt(), granularity);
                return new GoldenAttention(model.compute(), run, geometry, maps, conditional, negative);
            } catch (RuntimeException e) {
                negative.close();
                throw e;
            }
        } catch (RuntimeException e) {
            conditional.close();
            throw e;
        }
    }

    /** What computes and captures. */
    ObservedAttention attention() {
        return attention;
    }

    /**
     * All steps are done.
     *
     * @throws OviException if the maps were not captured
     */
    void finish() {
        capture.finish(run.timesteps().size());
        if (!failures.isEmpty()) {
            throw new OviException(String.join("; ", failures));
        }
    }

    /** The maps of a kind, one after the other, {@code [maps, keys, queries]}, when all is finished. */
    Tensor maps(AttentionKind kind) {
        return maps.of(kind, compute.ops());
    }

    @Override
    public void close() {
        capture.close();
        negative.close();
        conditional.close();
    }
}
