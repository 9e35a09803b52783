package dev.ovi.runtime.bench;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A workload's tensors, filled with normal numbers, laid out as the model has them: heads beside one another in a row of
 * {@code heads · headDim}. All padding keys are equal, so that attention with padding written out and with padding
 * collapsed is the same function.
 */
final class AttentionProblem {
    /** Makes logits of about ±2.25: peaked, as trained attention is. */
    private static final double DEVIATION = 1.5;

    private final AttentionWorkload workload;
    private final MemorySegment query;
    private final MemorySegment key;
    private final MemorySegment value;
    private final MemorySegment out;
    private final MemorySegment maps;

    AttentionProblem(Arena arena, AttentionWorkload workload, long seed) {
        this.workload = workload;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.query = normal(arena, workload.queries(), workload.queries(), DEVIATION, random);
        this.key = normal(arena, workload.keys(), workload.tokens() + 1, DEVIATION, random);
        this.value = normal(arena, workload.keys(), workload.tokens() + 1, 1, random);
        this.out = arena.allocate(query.byteSize(), 64);
        this.maps = arena.allocate((workload.tokens() + 1L) * workload.queries() * Float.BYTES, 64);
    }

    /** Rows of numbers, of which those from {@code different} on repeat the one before. */
    private MemorySegment normal(Arena arena, int rows, int different, double deviation, RandomGenerator random) {
        long width = width();
        MemorySegment memory = arena.allocate(rows * width * workload.dtype().byteSize(), 64);
        for (long i = 0; i < different * width; i++) {
            set(memory, i, (float) (deviation * random.nextGaussian()));
        }
        long row = width * workload.dtype().byteSize();
        for (int i = different; i < rows; i++) {
            MemorySegment.copy(memory, (different - 1) * row, memory, i * row, row);
        }
        return memory;
    }

    private void set(MemorySegment memory, long index, float number) {
        if (workload.dtype() == DType.FLOAT32) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, number);
        } else {
            int bits = Float.floatToRawIntBits(number);
            int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
            memory.setAtIndex(ValueLayout.JAVA_SHORT, index, (short) (rounded >>> 16));
        }
    }

    private double get(MemorySegment memory, long index) {
        return workload.dtype() == DType.FLOAT32
                ? memory.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                : Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, index) << 16);
    }

    private long width() {
        return (long) workload.heads() * workload.headDim();
    }

    /** @param collapsed whether one key stands for all padding */
    AttentionInputs inputs(boolean collapsed) {
        int keys = collapsed ? workload.tokens() + 1 : workload.keys();
        var site = new AttentionSite(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                0,
                999,
                0,
                new PatchGrid(1, 1, workload.queries()),
                null);
        return AttentionInputs.builder(site, heads(query, workload.queries()), heads(key, keys), heads(value, keys))
                .scale(scale())
                .paddingCount(collapsed ? workload.padding() : 0)
                .build();
    }

    TensorView out() {
        return heads(out, workload.queries());
    }

    private TensorView heads(MemorySegment memory, int rows) {
        return TensorView.of(
                memory,
                workload.dtype(),
                Device.CPU,
                new long[] {workload.heads(), rows, workload.headDim()},
                new long[] {workload.headDim(), width(), 1});
    }

    double scale() {
        return 1 / Math.sqrt(workload.headDim());
    }

    /** A capture of the first keys into a buffer of zeros; null for none. */
    @Nullable
    Capture capture(int positions) {
        if (positions == 0) {
            return null;
        }
        maps.fill((byte) 0);
        return new Capture(
                CaptureAxis.KEYS,
                IntStream.range(0, positions).toArray(),
                TensorView.contiguous(maps, DType.FLOAT32, positions, workload.queries()),
                1);
    }

    double query(int row, int head, int i) {
        return get(query, row * width() + (long) head * workload.headDim() + i);
    }

    double key(int row, int head, int i) {
        return get(key, row * width() + (long) head * workload.headDim() + i);
    }

    double value(int row, int head, int i) {
        return get(value, row * width() + (long) head * workload.headDim() + i);
    }

    double out(int row, int head, int i) {
        return get(out, row * width() + (long) head * workload.headDim() + i);
    }

    double map(int position, int row) {
        return maps.getAtIndex(ValueLayout.JAVA_FLOAT, (long) position * workload.queries() + row);
    }
}
