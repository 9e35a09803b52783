package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tensors that stand for single numbers, mostly on the host. A model uses the same few numbers again and again, and making the
 * tensor costs more than the operator, so each {@link Ops} remembers the latest ones it used, and the process the first
 * {@value #SHARED} it saw; these are never freed and never written.
 */
final class NumberTensors {
    private static final int SHARED = 256;
    private static final int RECENT = 64;

    /**
     * @param bits of the number as a double
     * @param rank 0, or 1 for a tensor of one element
     * @param device where it lies
     */
    private record Key(long bits, DType dtype, int rank, Device device) {}

    /** What all threads share; as many tensors as fit and no more. */
    static final class Shared {
        private final Map<Key, Long> handles = new HashMap<>();

        private synchronized boolean offer(Key key, long handle) {
            return handles.size() < SHARED && handles.putIfAbsent(key, handle) == null;
        }

        private synchronized long find(Key key) {
            return handles.getOrDefault(key, 0L);
        }
    }

    private final LibTorch torch;
    private final MemorySegment ret;
    private final MemorySegment one;
    private final @Nullable Key[] recentKeys = new Key[RECENT];
    private final long[] recentHandles = new long[RECENT];

    NumberTensors(LibTorch torch, Arena arena) {
        this.torch = torch;
        this.ret = arena.allocate(ValueLayout.JAVA_LONG);
        this.one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1);
    }

    /**
     * A number that leaves the type of the result to the tensor that it meets: one without dimensions does where the tensor
     * has some. Where that has none both are equal, so the number takes its type. Half precision computes with float32
     * numbers.
     *
     * @return a handle of its own for the caller, of a tensor on the host: an operator takes one such beside any device
     */
    long operand(Tensor tensor, double value) {
        return operand(tensor, value, Device.CPU);
    }

    /** The same beside the tensor, for operators that take no number from the host, or only one. */
    long operandBeside(Tensor tensor, double value) {
        return operand(tensor, value, tensor.device());
    }

    private long operand(Tensor tensor, double value, Device device) {
        DType dtype = tensor.dtype();
        if (!dtype.isFloatingPoint()) {
            return handle(value, value == Math.rint(value) ? dtype : DType.FLOAT32, 0, device);
        }
        boolean takesItsType = dtype == DType.FLOAT64 || tensor.rank() == 0;
        return handle(value, takesItsType ? dtype : DType.FLOAT32, 0, device);
    }

    /**
     * A tensor of one dimension with one number, as the operators on lists want their factors.
     *
     * @return a handle of its own for the caller
     */
    long factor(Tensor tensor, double value) {
        return handle(value, tensor.dtype().isFloatingPoint() ? DType.FLOAT64 : DType.INT64, 1, Device.CPU);
    }

    private long handle(double value, DType dtype, int rank, Device device) {
        long bits = Double.doubleToRawLongBits(value);
        int slot = slot(bits, rank);
        Key recent = recentKeys[slot];
        if (recent != null
                && recent.bits == bits
                && recent.dtype == dtype
                && recent.rank == rank
                && recent.device.equals(device)) {
            return duplicate(recentHandles[slot]);
        }
        Key key = new Key(bits, dtype, rank, device);
        long shared = torch.numbers().find(key);
        if (shared == 0) {
            long made = make(value, dtype, rank, device);
            if (!torch.numbers().offer(key, made)) {
                return made;
            }
            shared = made;
        }
        recentKeys[slot] = key;
        recentHandles[slot] = shared;
        return duplicate(shared);
    }

    private static int slot(long bits, int rank) {
        long mixed = (bits + rank) * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 58);
    }

    private long duplicate(long handle) {
        torch.check("aoti_torch_new_tensor_handle", LibTorchAbi.aoti_torch_new_tensor_handle(handle, ret));
        return ret.get(ValueLayout.JAVA_LONG, 0);
    }

    private long make(double value, DType dtype, int rank, Device device) {
        TorchTypes types = torch.types();
        torch.check(
                "aoti_torch_empty_strided",
                LibTorchAbi.aoti_torch_empty_strided(
                        rank, one, one, types.code(dtype), types.deviceType(device), types.deviceIndex(device), ret));
        long handle = ret.get(ValueLayout.JAVA_LONG, 0);
        torch.check("aten::fill_", LibTorchAbi.aoti_torch_aten_fill__Scalar(handle, value));
        return handle;
    }
}
