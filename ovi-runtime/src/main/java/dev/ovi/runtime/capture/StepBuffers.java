package dev.ovi.runtime.capture;

import dev.ovi.api.capture.Granularity;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
        long elements = request.bytes() / Float.BYTES;
        return (elements + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /**
     * What one layer adds to: {@code [heads, positions, map]} for a request by head, otherwise {@code [positions, map]}. Valid
     * until {@link #close}, on any thread.
     *
     * @param request which of the merged requests
     * @param entry the layer's place in the buffer
     */
    TensorView target(int request, int entry) {
        MergedRequest wanted = merged.get(request);
        long[] whole = wanted.shape(); // [layers or 1, heads or 1, positions, map]
        long[] shape =
                Arrays.copyOfRange(whole, wanted.request().granularity() == Granularity.HEAD ? 1 : 2, whole.length);
        long layerBytes = wanted.bytes() / whole[0];
        return TensorView.of(
                part(start(request) + entry * layerBytes, layerBytes),
                DType.FLOAT32,
                block.device(),
                shape,
                TensorView.contiguousStrides(shape));
    }

    /** Where a request's buffer begins, in bytes. */
    private long start(int request) {
        return Float.BYTES
                * merged.subList(0, request).stream()
                        .mapToLong(StepBuffers::stride)
                        .sum();
    }

    /** A part of the block; an address alone where the block does not lie on the host. */
    private MemorySegment part(long offset, long bytes) {
        MemorySegment all = block.data();
        return block.device().isHost() ? all.asSlice(offset, bytes) : MemorySegment.ofAddress(all.address() + offset);
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
        return IntStream.range(0, merged.size())
                .mapToObj(request -> part(start(request), merged.get(request).bytes()))
                .toList();
    }

    @Override
    public void close() {
        block.close();
    }
}
