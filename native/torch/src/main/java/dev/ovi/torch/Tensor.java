package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of libtorch, and the one owner of its handle. Several tensors may share memory (views do); the memory is
 * freed with the last of them.
 *
 * <p>A tensor that an {@link Ops} method returns belongs to the innermost open {@link TensorScope} of that {@code Ops},
 * which closes it; with no scope open it belongs to the caller. Reading a tensor is safe from any thread, closing it
 * while another thread uses it is not.
 */
public final class Tensor implements AutoCloseable {
    private final LibTorch torch;
    private long handle;
    private @Nullable Metadata metadata;

    /** The scope that will close this tensor, and the place in it; kept here so that leaving a scope is O(1). */
    @Nullable
    TensorScope scope;

    int slot;

    private record Metadata(long[] shape, long[] strides, DType dtype, Device device) {}

    Tensor(LibTorch torch, long handle) {
        this.torch = torch;
        this.handle = handle;
        torch.ledger().opened(this);
    }

    /** The libtorch this tensor lives in. */
    public LibTorch torch() {
        return torch;
    }

    /**
     * The {@code AtenTensorHandle}, borrowed.
     *
     * @throws IllegalStateException if the tensor is closed
     */
    long handle() {
        if (handle == 0) {
            throw new IllegalStateException(
                    "this tensor is closed; was it made in a scope that has ended? (TensorScope.keep hands it on)");
        }
        return handle;
    }

    /** Whether {@link #close()} was called, here or by the scope. */
    public boolean isClosed() {
        return handle == 0;
    }

    /**
     * Takes this tensor out of the scope that would close it: from now on it is the caller's to close, and may outlive
     * every open scope.
     *
     * @return this tensor
     */
    public Tensor unscoped() {
        if (scope != null) {
            scope.forget(this);
        }
        return this;
    }

    /** Gives the handle back. A second call does nothing. */
    @Override
    public void close() {
        if (scope != null) {
            scope.forget(this);
        }
        release();
    }

    void release() {
        long closing = handle;
        if (closing != 0) {
            handle = 0;
            torch.ledger().closed(this);
            LibTorchAbi.aoti_torch_delete_tensor_object(closing);
        }
    }

    /** The sizes; a copy. */
    public long[] shape() {
        return metadata().shape.clone();
    }

    /** The steps between neighbours in elements; a copy. */
    public long[] strides() {
        return metadata().strides.clone();
    }

    /** The number of dimensions. */
    public int rank() {
        return metadata().shape.length;
    }

    /** The size of one dimension; negative dimensions count from the end. */
    public long size(int dimension) {
        long[] shape = metadata().shape;
        return shape[dimension < 0 ? dimension + shape.length : dimension];
    }

    /** The number of elements. */
    public long elementCount() {
        long count = 1;
        for (long size : metadata().shape) {
            count *= size;
        }
        return count;
    }

    /**
     * The element type.
     *
     * @throws IllegalStateException for a complex tensor, which {@link DType} cannot name
     */
    public DType dtype() {
        return metadata().dtype;
    }

    /** Where the memory lies. */
    public Device device() {
        return metadata().device;
    }

    /** Whether the elements lie densely in row-major order. */
    public boolean isContiguous() {
        return view().isContiguous();
    }

    /**
     * This tensor as it crosses the SPI: nothing is copied, and the view is valid while this tensor, or another one that
     * shares its memory, is open.
     */
    public TensorView view() {
        Metadata m = metadata();
        return TensorView.of(data(), m.dtype, m.device, m.shape, m.strides);
    }

    /**
     * The memory from the first element on, as far as the strides reach; on a device other than the host a segment of
     * size zero that carries the address. Valid as long as {@link #view()}.
     */
    public MemorySegment data() {
        Metadata m = metadata();
        MemorySegment address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ret = arena.allocate(ValueLayout.ADDRESS);
            torch.check("aoti_torch_get_data_ptr", LibTorchAbi.aoti_torch_get_data_ptr(handle(), ret));
            address = ret.get(ValueLayout.ADDRESS, 0);
        }
        return m.device.isHost() ? address.reinterpret(byteSpan(m)) : address;
    }

    private static long byteSpan(Metadata m) {
        long last = 0;
        for (int i = 0; i < m.shape.length; i++) {
            if (m.shape[i] == 0) {
                return 0;
            }
            last += (m.shape[i] - 1) * m.strides[i];
        }
        return (last + 1) * m.dtype.byteSize();
    }

    /**
     * The elements in row-major order, converted to float; any strides, any real element type.
     *
     * @throws IllegalStateException if the tensor is not on the host
     * @throws ArithmeticException if there are more elements than an array can hold
     */
    public float[] toFloats() {
        return HostReader.floats(hostView());
    }

    /** The elements in row-major order, converted to double; see {@link #toFloats()}. */
    public double[] toDoubles() {
        return HostReader.doubles(hostView());
    }

    /**
     * The elements of an integer or boolean tensor in row-major order; see {@link #toFloats()}.
     *
     * @throws IllegalStateException if the elements are floating-point numbers
     */
    public long[] toLongs() {
        return HostReader.longs(hostView());
    }

    /** The only element of a tensor that has one. */
    public double item() {
        double[] values = toDoubles();
        if (values.length != 1) {
            throw new IllegalStateException(this + " has " + values.length + " elements, not one");
        }
        return values[0];
    }

    private TensorView hostView() {
        if (!device().isHost()) {
            throw new IllegalStateException(this + " is not in host memory; copy it with Ops.toHost first");
        }
        return view();
    }

    private Metadata metadata() {
        long open = handle();
        Metadata known = metadata;
        if (known == null) {
            known = readMetadata(open);
            metadata = known;
        }
        return known;
    }

    private Metadata readMetadata(long open) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ret = arena.allocate(ValueLayout.JAVA_LONG);
            torch.check("aoti_torch_get_dim", LibTorchAbi.aoti_torch_get_dim(open, ret));
            long rank = ret.get(ValueLayout.JAVA_LONG, 0);
            torch.check("aoti_torch_get_sizes", LibTorchAbi.aoti_torch_get_sizes(open, ret));
            long[] shape = longs(ret, rank);
            torch.check("aoti_torch_get_strides", LibTorchAbi.aoti_torch_get_strides(open, ret));
            long[] strides = longs(ret, rank);
            torch.check("aoti_torch_get_dtype", LibTorchAbi.aoti_torch_get_dtype(open, ret));
            DType dtype = torch.types().dtype(ret.get(ValueLayout.JAVA_INT, 0));
            torch.check("aoti_torch_get_device_type", LibTorchAbi.aoti_torch_get_device_type(open, ret));
            int deviceType = ret.get(ValueLayout.JAVA_INT, 0);
            torch.check("aoti_torch_get_device_index", LibTorchAbi.aoti_torch_get_device_index(open, ret));
            Device device = torch.types().device(deviceType, ret.get(ValueLayout.JAVA_INT, 0));
            return new Metadata(shape, strides, dtype, device);
        }
    }

    private static long[] longs(MemorySegment pointer, long count) {
        return pointer.get(ValueLayout.ADDRESS, 0)
                .reinterpret(count * Long.BYTES)
                .toArray(ValueLayout.JAVA_LONG);
    }

    /** For messages: {@code FLOAT32[6, 1280, 32] on cpu}. */
    @Override
    public String toString() {
        if (handle == 0) {
            return "closed tensor";
        }
        try {
            Metadata m = metadata();
            return m.dtype + Arrays.toString(m.shape) + " on " + m.device;
        } catch (IllegalStateException unnamedType) {
            return "complex tensor";
        }
    }
}
