package dev.ovi.api.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * A borrowed, strided view over memory that somebody else owns: DLPack's fields without its deleter.
 *
 * <p>A view that is handed to a plugin is valid only while that call runs. The plugin reads inputs, fills outputs, and
 * keeps nothing.
 */
public final class TensorView {
    private final MemorySegment data;
    private final DType dtype;
    private final Device device;
    private final long[] shape;
    private final long[] strides;

    private TensorView(MemorySegment data, DType dtype, Device device, long[] shape, long[] strides) {
        this.data = data;
        this.dtype = dtype;
        this.device = device;
        this.shape = shape;
        this.strides = strides;
    }

    /**
     * A view over strided memory.
     *
     * @param data the memory, starting at the element with index 0 in every dimension; on a device other than the host
     *     a segment of size zero that carries the address
     * @param dtype the element type
     * @param device where the memory lies
     * @param shape the sizes, each at least 0
     * @param strides the steps between neighbours, in elements, as many as there are sizes; 0 repeats an element
     * @throws IllegalArgumentException if the shape is impossible, or host memory is too small for it
     */
    public static TensorView of(MemorySegment data, DType dtype, Device device, long[] shape, long[] strides) {
        if (shape.length != strides.length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " and strides "
                    + Arrays.toString(strides) + " differ in length");
        }
        boolean empty = false;
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0 || strides[i] < 0) {
                throw new IllegalArgumentException("negative size or stride in shape " + Arrays.toString(shape)
                        + ", strides " + Arrays.toString(strides));
            }
            empty |= shape[i] == 0;
            last = Math.addExact(last, Math.multiplyExact(Math.max(shape[i] - 1, 0), strides[i]));
        }
        long needed = empty ? 0 : Math.multiplyExact(Math.addExact(last, 1), dtype.byteSize());
        if (device.isHost() && data.byteSize() < needed) {
            throw new IllegalArgumentException("a " + dtype + " tensor of shape " + Arrays.toString(shape)
                    + ", strides " + Arrays.toString(strides) + " needs " + needed + " bytes, the memory has "
                    + data.byteSize());
        }
        return new TensorView(data, dtype, device, shape.clone(), strides.clone());
    }

    /**
     * A view over dense row-major host memory.
     *
     * @throws IllegalArgumentException if the memory is too small for the shape
     */
    public static TensorView contiguous(MemorySegment data, DType dtype, long... shape) {
        return of(data, dtype, Device.CPU, shape, contiguousStrides(shape));
    }

    /** The memory, starting at the element with index 0 in every dimension; of size zero on another device. */
    public MemorySegment data() {
        return data;
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** Where the memory lies. */
    public Device device() {
        return device;
    }

    /** The number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** The sizes; a copy. */
    public long[] shape() {
        return shape.clone();
    }

    /** The steps between neighbours in elements; a copy. */
    public long[] strides() {
        return strides.clone();
    }

    /** The size of one dimension; negative dimensions count from the end. */
    public long size(int dimension) {
        return shape[index(dimension)];
    }

    /** The step of one dimension in elements; negative dimensions count from the end. */
    public long stride(int dimension) {
        return strides[index(dimension)];
    }

    /**
     * Where an element lies, in elements from the first one: {@code data().getAtIndex(layout, view.offset(h, q, d))}.
     *
     * @param index one for each dimension
     * @throws IllegalArgumentException if there are more or fewer than dimensions
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long offset(long... index) {
        if (index.length != shape.length) {
            throw new IllegalArgumentException(
                    "index " + Arrays.toString(index) + " of a tensor of shape " + Arrays.toString(shape));
        }
        long offset = 0;
        for (int i = 0; i < index.length; i++) {
            offset += Objects.checkIndex(index[i], shape[i]) * strides[i];
        }
        return offset;
    }

    /** The number of elements. */
    public long elementCount() {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return count;
    }

    /** Whether the elements lie densely in row-major order. */
    public boolean isContiguous() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= Math.max(shape[i], 1);
        }
        return true;
    }

    /** The strides of a dense row-major tensor. */
    public static long[] contiguousStrides(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step = Math.multiplyExact(step, Math.max(shape[i], 1));
        }
        return strides;
    }

    private int index(int dimension) {
        return dimension < 0 ? dimension + shape.length : dimension;
    }

    /** For messages: {@code FLOAT32[6, 1280, 32] on cpu}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape) + " on " + device;
    }
}
