package dev.ovi.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/** A strided host tensor with poison before, behind and between its elements, so that stray writes show. */
final class GuardedTensor {
    private static final byte POISON = (byte) 0x7B;
    private static final int GUARD = 256;

    private final DType dtype;
    private final long[] shape;
    private final MemorySegment memory;
    private final TensorView view;

    private GuardedTensor(Arena arena, DType dtype, long[] shape, long[] strides) {
        this.dtype = dtype;
        this.shape = shape;
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            last += Math.max(shape[i] - 1, 0) * strides[i];
        }
        this.memory =
                arena.allocate(2L * GUARD + (last + 1) * dtype.byteSize(), 64).fill(POISON);
        this.view =
                TensorView.of(memory.asSlice(GUARD, memory.byteSize() - 2L * GUARD), dtype, Device.CPU, shape, strides);
    }

    /** Dense. */
    static GuardedTensor dense(Arena arena, DType dtype, long... shape) {
        return new GuardedTensor(arena, dtype, shape, TensorView.contiguousStrides(shape));
    }

    /** A dense tensor that is repeated along some dimensions, by strides of 0. */
    static GuardedTensor repeated(Arena arena, DType dtype, long[] shape, boolean... repeated) {
        long[] once = shape.clone();
        for (int i = 0; i < once.length; i++) {
            once[i] = repeated[i] ? 1 : once[i];
        }
        long[] strides = TensorView.contiguousStrides(once);
        for (int i = 0; i < strides.length; i++) {
            strides[i] = repeated[i] ? 0 : strides[i];
        }
        return new GuardedTensor(arena, dtype, shape, strides);
    }

    /**
     * {@code [heads, length, headDim]} whose rows may have gaps, whose heads may be interleaved with positions, and, now
     * and then, whose rows lie across memory.
     */
    static GuardedTensor strided(
            Arena arena, DType dtype, RandomGenerator random, long heads, long length, long headDim) {
        if (random.nextInt(6) == 0) {
            long[] across = {length * headDim, 1, length};
            return new GuardedTensor(arena, dtype, new long[] {heads, length, headDim}, across);
        }
        long row = headDim + random.nextInt(3) * 8L;
        long[] strides = random.nextBoolean()
                ? new long[] {row * (length + random.nextInt(2)), row, 1}
                : new long[] {row, row * heads + random.nextInt(2) * 8L, 1};
        return new GuardedTensor(arena, dtype, new long[] {heads, length, headDim}, strides);
    }

    TensorView view() {
        return view;
    }

    double get(long... index) {
        long offset = offset(index);
        return dtype == DType.FLOAT32
                ? memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset)
                : Float.intBitsToFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset) << 16);
    }

    /** Stores a value rounded to the element type. */
    void set(double value, long... index) {
        long offset = offset(index);
        if (dtype == DType.FLOAT32) {
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset, (float) value);
        } else {
            int bits = Float.floatToRawIntBits((float) value);
            int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
            memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) (rounded >>> 16));
        }
    }

    /** Fills a tensor of three dimensions with normal numbers. */
    GuardedTensor fillNormal(RandomGenerator random, double deviation) {
        for (long i = 0; i < shape[0]; i++) {
            for (long j = 0; j < shape[1]; j++) {
                for (long k = 0; k < shape[2]; k++) {
                    set(random.nextGaussian() * deviation, i, j, k);
                }
            }
        }
        return this;
    }

    GuardedTensor fill(double value) {
        long[] index = new long[shape.length];
        forEach(index, 0, () -> set(value, index));
        return this;
    }

    /** All elements, in row-major order. */
    double[] values() {
        double[] values = new double[Math.toIntExact(view().elementCount())];
        int[] at = {0};
        long[] index = new long[shape.length];
        forEach(index, 0, () -> values[at[0]++] = get(index));
        return values;
    }

    /** All bytes, poison included. */
    byte[] bytes() {
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }

    /** Fails if a byte that belongs to no element was written. */
    void assertPoisonIntact(String name) {
        boolean[] element = new boolean[Math.toIntExact(memory.byteSize())];
        long[] index = new long[shape.length];
        forEach(index, 0, () -> {
            for (int i = 0; i < dtype.byteSize(); i++) {
                element[Math.toIntExact(offset(index) + i)] = true;
            }
        });
        for (int i = 0; i < element.length; i++) {
            if (!element[i]) {
                assertThat(memory.get(ValueLayout.JAVA_BYTE, i))
                        .as("byte %d of %s lies outside its elements and must not be written", i - GUARD, name)
                        .isEqualTo(POISON);
            }
        }
    }

    private void forEach(long[] index, int dimension, Runnable action) {
        if (dimension == shape.length) {
            action.run();
            return;
        }
        for (index[dimension] = 0; index[dimension] < shape[dimension]; index[dimension]++) {
            forEach(index, dimension + 1, action);
        }
    }

    private long offset(long... index) {
        return GUARD + view.offset(index) * dtype.byteSize();
    }
}
