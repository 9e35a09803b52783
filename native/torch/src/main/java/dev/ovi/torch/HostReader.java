package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads strided host memory of any element type into Java arrays, in row-major order. */
final class HostReader {
    private HostReader() {}

    private interface Reader {
        double at(MemorySegment data, long index);
    }

    static float[] floats(TensorView view) {
        float[] values = new float[Math.toIntExact(view.elementCount())];
        if (view.dtype() == DType.FLOAT32 && view.isContiguous()) {
            MemorySegment.copy(view.data(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values, 0, values.length);
            return values;
        }
        Reader reader = reader(view);
        forEachOffset(view, (position, offset) -> values[position] = (float) reader.at(view.data(), offset));
        return values;
    }

    static double[] doubles(TensorView view) {
        double[] values = new double[Math.toIntExact(view.elementCount())];
        Reader reader = reader(view);
        forEachOffset(view, (position, offset) -> values[position] = reader.at(view.data(), offset));
        return values;
    }

    static long[] longs(TensorView view) {
        if (view.dtype().isFloatingPoint()) {
            throw new IllegalStateException(view + " holds floating-point numbers; read them as such");
        }
        long[] values = new long[Math.toIntExact(view.elementCount())];
        MemorySegment data = view.data();
        forEachOffset(
                view,
                (position, offset) -> values[position] = switch (view.dtype()) {
                    case INT64, UINT64 -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, offset * 8);
                    case INT32 -> data.get(ValueLayout.JAVA_INT_UNALIGNED, offset * 4);
                    case UINT32 -> Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, offset * 4));
                    case INT16 -> data.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset * 2);
                    case UINT16 -> Short.toUnsignedLong(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset * 2));
                    case INT8 -> data.get(ValueLayout.JAVA_BYTE, offset);
                    case UINT8, BOOL -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, offset));
                    case FLOAT8_E4M3, FLOAT8_E5M2, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> throw new AssertionError();
                });
        return values;
    }

    private static Reader reader(TensorView view) {
        return switch (view.dtype()) {
            case FLOAT32 -> (data, i) -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4);
            case FLOAT64 -> (data, i) -> data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, i * 8);
            case BFLOAT16 -> (data, i) -> Float.intBitsToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2) << 16);
            case FLOAT16 -> (data, i) -> Float.float16ToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2));
            case INT64 -> (data, i) -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8);
            case INT32 -> (data, i) -> data.get(ValueLayout.JAVA_INT_UNALIGNED, i * 4);
            case INT16 -> (data, i) -> data.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2);
            case INT8 -> (data, i) -> data.get(ValueLayout.JAVA_BYTE, i);
            case UINT8, BOOL -> (data, i) -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, i));
            case UINT16 -> (data, i) -> Short.toUnsignedInt(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2));
            case UINT32 -> (data, i) -> Integer.toUnsignedLong(data.get(ValueLayout.JAVA_INT_UNALIGNED, i * 4));
            case UINT64, FLOAT8_E4M3, FLOAT8_E5M2 ->
                throw new IllegalStateException(view + " cannot be read as numbers here; convert it with Ops.to first");
        };
    }

    private interface OffsetConsumer {
        void accept(int position, long offset);
    }

    /** Walks the elements in row-major order with an odometer over all dimensions. */
    private static void forEachOffset(TensorView view, OffsetConsumer consumer) {
        long[] shape = view.shape();
        long[] strides = view.strides();
        long[] index = new long[shape.length];
        int count = Math.toIntExact(view.elementCount());
        long offset = 0;
        for (int position = 0; position < count; position++) {
            consumer.accept(position, offset);
            for (int d = shape.length - 1; d >= 0; d--) {
                offset += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                offset -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
