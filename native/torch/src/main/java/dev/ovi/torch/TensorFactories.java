package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** New tensors, uninitialised, filled, copied from arrays, or over memory that is there already. */
public sealed interface TensorFactories permits Ops {
    /** An uninitialised contiguous tensor. */
    default Tensor empty(DType dtype, Device device, long... shape) {
        return emptyStrided(dtype, device, shape, TensorView.contiguousStrides(shape));
    }

    /** An uninitialised tensor with given strides, in elements. */
    default Tensor emptyStrided(DType dtype, Device device, long[] shape, long[] strides) {
        return direct().emptyStrided(dtype, device, shape, strides);
    }

    /** A tensor of zeros. */
    default Tensor zeros(DType dtype, Device device, long... shape) {
        Tensor zeros = empty(dtype, device, shape);
        direct().zero(zeros);
        return zeros;
    }

    /**
     * A tensor without dimensions, on the host; it combines with tensors on any device. Where it stands in for a number
     * it is float64, and the other operand decides the type of the result.
     */
    default Tensor scalar(double value) {
        return direct().scalar(value);
    }

    /** A float32 tensor on the host with a copy of the values. */
    default Tensor tensor(float[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.FLOAT32, shape);
    }

    /** A float64 tensor on the host with a copy of the values. */
    default Tensor tensor(double[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.FLOAT64, shape);
    }

    /** An int64 tensor on the host with a copy of the values. */
    default Tensor tensor(long[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.INT64, shape);
    }

    /** A uint8 tensor on the host with a copy of the values. */
    default Tensor tensor(byte[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.UINT8, shape);
    }

    private Tensor copied(MemorySegment values, DType dtype, long[] shape) {
        Tensor tensor = empty(dtype, Device.CPU, shape);
        MemorySegment data = tensor.data();
        if (data.byteSize() != values.byteSize()) {
            tensor.close();
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has "
                    + data.byteSize() / dtype.byteSize() + " elements, the array has "
                    + values.byteSize() / dtype.byteSize());
        }
        data.copyFrom(values);
        return tensor;
    }

    /**
     * A tensor over the memory of a view, without a copy. The memory must not be freed while a tensor over it is open: the
     * tensor and all its views keep the segment reachable, which is enough for memory of an automatic arena and for
     * mapped files; a confined or shared arena must be closed later than they are. Read-only memory must not be written.
     *
     * @throws IllegalArgumentException if the memory lies in the Java heap
     */
    default Tensor fromView(TensorView view) {
        return direct().fromView(view);
    }

    /** {@code hann_window(int window_length, *, ScalarType?, Layout?, Device?, bool? pin_memory)}, periodic. */
    default Tensor hannWindow(long length, DType dtype, Device device) {
        return call(Op.HANN_WINDOW)
                .integer(length)
                .optionalDtype(dtype)
                .none()
                .someDevice(device)
                .none()
                .run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }

    private DirectCalls direct() {
        return ((Ops) this).direct();
    }
}
