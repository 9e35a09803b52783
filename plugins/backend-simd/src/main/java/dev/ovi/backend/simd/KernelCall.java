package dev.ovi.backend.simd;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A call as the kernel reads it: {@code ovi_attention} of {@code attention.h}, whose fields are written one after the
 * other. They need no padding between them. One serves all calls of a backend.
 */
final class KernelCall {
    private static final int FLOAT32 = 0;
    private static final int BFLOAT16 = 1;

    private static final int NOTHING = 0;
    private static final int KEYS = 1;
    private static final int QUERIES = 2;

    private static final int DIMENSIONS = 3;
    private static final long FAILED = 240;
    private static final long SIZE = 248;

    private final MemorySegment struct = Arena.ofAuto().allocate(SIZE, Long.BYTES);
    private MemorySegment positions = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, 64);
    private long end;

    /** Describes a call. */
    KernelCall of(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        end = 0;
        put(inputs.query().size(0));
        put(inputs.query().size(1));
        put(inputs.key().size(1));
        put(inputs.query().size(2));
        put(inputs.query());
        put(inputs.key());
        put(inputs.value());
        put(out);
        put(inputs.bias());
        put(inputs.query().dtype() == DType.FLOAT32 ? FLOAT32 : BFLOAT16);
        put((float) inputs.scale());
        put(inputs.paddingCount() > 1 ? (float) Math.log((double) inputs.paddingCount()) : 0f);
        put(capture);
        put(0);
        return this;
    }

    private void put(@Nullable Capture capture) {
        if (capture == null) {
            put(NOTHING);
            end = FAILED;
            return;
        }
        put(capture.axis() == CaptureAxis.KEYS ? KEYS : QUERIES);
        put(copied(capture.positions()));
        put((long) capture.positions().length);
        put(capture.buffer().data());
        put(capture.perHead() ? 1 : 0);
        put(capture.weight());
    }

    private MemorySegment copied(int[] values) {
        if (positions.byteSize() < (long) values.length * Integer.BYTES) {
            positions = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, values.length);
        }
        MemorySegment.copy(values, 0, positions, ValueLayout.JAVA_INT, 0, values.length);
        return positions;
    }

    /** {@code ovi_matrices}. */
    private void put(@Nullable TensorView view) {
        put(view == null ? MemorySegment.NULL : view.data());
        for (int i = 0; i < DIMENSIONS; i++) {
            put(view == null ? 0L : view.stride(i));
        }
    }

    private void put(MemorySegment address) {
        struct.set(ValueLayout.ADDRESS, end, address);
        end += Long.BYTES;
    }

    private void put(long value) {
        struct.set(ValueLayout.JAVA_LONG, end, value);
        end += Long.BYTES;
    }

    private void put(int value) {
        struct.set(ValueLayout.JAVA_INT, end, value);
        end += Integer.BYTES;
    }

    private void put(float value) {
        struct.set(ValueLayout.JAVA_FLOAT, end, value);
        end += Float.BYTES;
    }

    /** Where it lies. */
    MemorySegment memory() {
        return struct;
    }

    /** Whether memory ran out during the call. */
    boolean failed() {
        return struct.get(ValueLayout.JAVA_INT, FAILED) != 0;
    }
}
