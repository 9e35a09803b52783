package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.Ops;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The capture of one run: hands backends the buffers that they add to, and sinks what has accumulated.
 *
 * <p>Buffers lie on the device that computes. At the end of a step they are copied to the host once, if they are not
 * there already, and sinks receive them on a thread of their own while the next step runs into fresh buffers.
 */
public final class CaptureSession implements AutoCloseable {
    private final Ops ops;
    private final Device device;
    private final List<SinkRun> sinks;
    private final List<MergedRequest> merged;
    private final CaptureBudget budget;
    private final ExecutorService delivery = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("capture").factory());
    private @Nullable StepBuffers filling;
    private @Nullable StepBuffers delivering;
    private @Nullable Future<?> pending;

    /**
     * A sink of a run.
     *
     * @param id the name that it was chosen by
     * @param sink one instance with its options, for this run alone
     */
    public record RunningSink(String id, PluginInstance<AttentionSink> sink) {}

    /**
     * Plans a capture. Nothing is allocated and no sink is opened yet.
     *
     * @param compute of the calling thread
     * @param workspace what backends need beside the buffers
     * @param sinks closed by {@link #close}
     * @param run the run
     * @param warnings receives a line for each sink that fails
     * @throws UsageException if the plan needs more memory than {@code maxMemory}
     */
    public CaptureSession(
            Compute compute,
            CaptureWorkspace workspace,
            List<RunningSink> sinks,
            RunInfo run,
            long maxMemory,
            Consumer<String> warnings) {
        this.ops = compute.onThisThread().ops(); // its own, so that buffers belong to no scope of the model's
        this.device = compute.device();
        this.sinks =
                sinks.stream().map(sink -> new SinkRun(sink, run, warnings)).toList();
        try {
            this.merged = MergedRequest.merge(this.sinks, run);
            this.budget = CaptureBudget.of(merged, workspace, this.sinks);
            budget.check(maxMemory);
        } catch (RuntimeException e) {
            this.sinks.forEach(SinkRun::close);
            throw e;
        }
    }

    /** What the capture will hold and write. */
    public CaptureBudget budget() {
        return budget;
    }

    /** How finely the most demanding sink wants its maps; the mean of each step where none wants any. */
    public Granularity granularity() {
        return merged.stream()
                .map(request -> request.request().granularity())
                .max(Comparator.naturalOrder())
                .orElse(Granularity.STEP);
    }

    /** How many positions are captured of a kind and branch. */
    public int capturedPositions(AttentionKind kind, Branch branch) {
        return merged.stream()
                .map(MergedRequest::request)
                .filter(request -> request.kind() == kind && request.branch() == branch)
                .mapToInt(request -> request.positions().size())
                .sum();
    }

    /** Whether a sink wants attention that both branches could share to be seen in both, so that they must not share it. */
    public boolean seesSharedAttentionTwice() {
        return merged.stream()
                .map(MergedRequest::request)
                .anyMatch(request ->
                        request.branch() == Branch.NEGATIVE && request.kind().position() != Sequence.TEXT);
    }

    /** Opens the sinks and makes the first buffers. */
    public void open(SinkOutput output) {
        sinks.forEach(sink -> sink.open(output));
        filling = allocate();
    }

    /** What a backend is to capture of one call; nothing for sites that no sink asked for. For any thread, during a step. */
    public @Nullable Capture captureAt(AttentionSite site) {
        for (int i = 0; i < merged.size(); i++) {
            if (merged.get(i).wants(site)) {
                return capture(i, site);
            }
        }
        return null;
    }

    private Capture capture(int index, AttentionSite site) {
        MergedRequest request = merged.get(index);
        int[] positions = request.request().positions().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return new Capture(
                site.kind().axis(),
                positions,
                buffers().target(index, request.layerEntry(site.layer())),
                request.weight());
    }

    private StepBuffers buffers() {
        if (filling == null) {
            throw new IllegalStateException("the capture is not open");
        }
        return filling;
    }

    /** A step is over: sinks get its maps while the next one runs. */
    public void stepDone(int step) {
        awaitDelivery();
        StepBuffers done = buffers().toHost();
        filling = allocate();
        delivering = done;
        List<MemorySegment> data = done.data();
        pending = delivery.submit(() -> sinks.forEach(sink -> sink.deliver(merged, data, step)));
    }

    /** The run is over, or was stopped after some steps: what the sinks made of it. */
    public List<SinkResult> finish(int completedSteps) {
        awaitDelivery();
        List<SinkResult> results = new ArrayList<>();
        for (SinkRun sink : sinks) {
            Optional<SinkResult> result = sink.finish(completedSteps);
            result.ifPresent(results::add);
        }
        return results;
    }

    /** Whether a sink was dropped. */
    public boolean anySinkFailed() {
        return sinks.stream().anyMatch(SinkRun::failed);
    }

    @Override
    public void close() {
        try {
            awaitDelivery();
        } finally {
            delivery.shutdown();
            if (filling != null) {
                filling.close();
                filling = null;
            }
            sinks.forEach(SinkRun::close);
        }
    }

    private StepBuffers allocate() {
        return StepBuffers.allocate(ops, device, merged);
    }

    private void awaitDelivery() {
        Future<?> running = pending;
        if (running == null) {
            return;
        }
        pending = null;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    running.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // Ctrl-C: what was finished is still handed over
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("delivery of attention maps failed", e.getCause());
        } finally {
            if (delivering != null) {
                delivering.close();
                delivering = null;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
