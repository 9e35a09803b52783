package dev.ovi.runtime.capture;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** What one step adds up: the buffer of each merged request, all in one block, so that one copy brings them to the host. */
final class StepBuffers implements AutoCloseable {
    /** In elements: buffers begin where vector instructions like to begin. */
    private static final long ALIGNMENT = 16;

    private final Ops ops;
    private final List<MergedRequest> merged;
    private final Tensor block;

    private StepBuffers(Ops ops, List<MergedRequest> merged, Tensor block) {
        this.ops = ops;
        this.merged = merged;
        this.block = block;
    }

    /** Buffers full of zeros. */
    static StepBuffers allocate(Ops ops, Device device, List<MergedRequest> merged) {
        long elements = merged.stream().mapToLong(StepBuffers::stride).sum();
        return new StepBuffers(ops, merged, ops.zeros(DType.FLOAT32, device, elements));
    }

    private static long stride(MergedRequest request) {
        long elements = elements(request);
        return (elements + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static long elements(MergedRequest request) {
        return request.bytes() / Float.BYTES;
    }

    /** A request's buffer, {@code [layers or 1, heads or 1, positions, map]}; a view that belongs to the innermost scope. */
    Tensor of(int request) {
        long start = merged.subList(0, request).stream()
                .mapToLong(StepBuffers::stride)
                .sum();
        MergedRequest wanted = merged.get(request);
        return ops.view(ops.narrow(block, 0, start, elements(wanted)), wanted.shape());
    }

    /** The same on the host, in one copy; nothing is copied that is there already. */
    StepBuffers toHost() {
        if (block.device().isHost()) {
            return this;
        }
        try (block) {
            return new StepBuffers(ops, merged, ops.toHost(block));
        }
    }

    /** The numbers of every request's buffer, on the host; valid until {@link #close}. */
    List<MemorySegment> data() {
        MemorySegment all = block.data();
        List<MemorySegment> parts = new ArrayList<>();
        long start = 0;
        for (MergedRequest request : merged) {
            parts.add(all.asSlice(start * Float.BYTES, request.bytes()));
            start += stride(request);
        }
        return parts;
    }

    @Override
    public void close() {
        block.close();
    }
}
