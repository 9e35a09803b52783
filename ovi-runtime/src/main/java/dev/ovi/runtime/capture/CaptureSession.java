package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
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
    private List<Tensor> filling;
    private List<Tensor> delivering = List.of();
    private @Nullable Future<?> pending;
    private @Nullable TensorScope views;

    /**
     * A sink, and the run as it sees it.
     *
     * @param sink one instance, for this run alone
     * @param run the run, with the sink's own options
     */
    public record RunningSink(PluginInstance<AttentionSink> sink, RunInfo run) {}

    /**
     * Plans a capture. Nothing is allocated and no sink is opened yet.
     *
     * @param sinks closed by {@link #close}
     * @param run the run
     * @param warnings receives a line for each sink that fails
     * @throws dev.ovi.runtime.UsageException if the plan needs more memory than {@code maxMemory}
     */
    public CaptureSession(
            LibTorch torch,
            Device device,
            List<RunningSink> sinks,
            RunInfo run,
            long maxMemory,
            Consumer<String> warnings) {
        this.ops = torch.ops(); // its own, so that buffers belong to no scope of the model's
        this.device = device;
        this.sinks = sinks.stream()
                .map(sink -> new SinkRun(sink.sink(), sink.run(), warnings))
                .toList();
        List<CapturePlan> plans = this.sinks.stream().map(SinkRun::plan).toList();
        this.merged = MergedRequest.merge(plans, run);
        this.budget = CaptureBudget.of(merged, this.sinks);
        budget.check(maxMemory, merged);
        this.filling = List.of();
    }

    /** What the capture will hold and write. */
    public CaptureBudget budget() {
        return budget;
    }

    /** Opens the sinks and makes the first buffers. */
    public void open(SinkOutput output) {
        sinks.forEach(sink -> sink.open(output));
        filling = allocate();
    }

    /** What a backend is to capture of one call; nothing for sites that no sink asked for. */
    public @Nullable Capture captureAt(AttentionSite site) {
        for (int i = 0; i < merged.size(); i++) {
            if (merged.get(i).wants(site)) {
                return capture(merged.get(i), filling.get(i), site);
            }
        }
        return null;
    }

    private Capture capture(MergedRequest request, Tensor buffer, AttentionSite site) {
        if (views == null) {
            views = ops.scope();
        }
        Tensor layer = ops.select(buffer, 0, request.layerEntry(site.layer())); // [heads or 1, positions, map]
        Tensor target = request.request().granularity() == Granularity.HEAD ? layer : ops.select(layer, 0, 0);
        int[] positions = request.request().positions().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return new Capture(site.kind().axis(), positions, target.view(), request.weight());
    }

    /** A step is over: sinks get its maps while the next one runs. */
    public void stepDone(int step) {
        awaitDelivery();
        closeViews();
        delivering = filling.stream().map(this::toHost).toList();
        filling = allocate();
        List<MemorySegment> buffers = delivering.stream().map(Tensor::data).toList();
        pending = delivery.submit(() -> deliver(buffers, step));
    }

    private Tensor toHost(Tensor buffer) {
        if (device.isHost()) {
            return buffer;
        }
        try (buffer) {
            return ops.toHost(buffer);
        }
    }

    private void closeViews() {
        if (views != null) {
            views.close();
            views = null;
        }
    }

    private void deliver(List<MemorySegment> buffers, int step) {
        for (int i = 0; i < merged.size(); i++) {
            for (SinkRun sink : sinks) {
                sink.deliver(merged.get(i), buffers.get(i), step);
            }
        }
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
        awaitDelivery();
        closeViews();
        delivery.shutdown();
        filling.forEach(Tensor::close);
        filling = List.of();
        sinks.forEach(SinkRun::close);
    }

    private List<Tensor> allocate() {
        return merged.stream()
                .map(request -> ops.zeros(DType.FLOAT32, device, request.shape()))
                .toList();
    }

    private void awaitDelivery() {
        if (pending == null) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                pending.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // Ctrl-C: what was finished is still handed over
            } catch (ExecutionException e) {
                throw new IllegalStateException("delivery of attention maps failed", e.getCause());
            }
        }
        pending = null;
        delivering.forEach(Tensor::close);
        delivering = List.of();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
