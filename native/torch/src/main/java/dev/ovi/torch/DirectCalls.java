package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The functions of the ABI that are called without the dispatcher: those that make tensors, and operators whose schema has
 * a {@code Scalar}, which cannot cross it. One instance serves all calls of its {@link Ops}; {@link Call} is its
 * counterpart.
 */
final class DirectCalls {
    /** The most dimensions a tensor can have here. */
    private static final int MAX_RANK = 16;

    private final LibTorch torch;
    private final Ops ops;
    private final MemorySegment ret;
    private final MemorySegment sizes;
    private final MemorySegment strides;

    DirectCalls(LibTorch torch, Ops ops, Arena arena) {
        this.torch = torch;
        this.ops = ops;
        this.ret = arena.allocate(ValueLayout.JAVA_LONG);
        this.sizes = arena.allocate(ValueLayout.JAVA_LONG, MAX_RANK);
        this.strides = arena.allocate(ValueLayout.JAVA_LONG, MAX_RANK);
    }

    Tensor emptyStrided(DType dtype, Device device, long[] shape, long[] stride) {
        writeShape(shape, stride);
        check(
                "aoti_torch_empty_strided",
                LibTorchAbi.aoti_torch_empty_strided(
                        shape.length,
                        sizes,
                        strides,
                        torch.types().code(dtype),
                        torch.types().deviceType(device),
                        torch.types().deviceIndex(device),
                        ret));
        return result();
    }

    private void writeShape(long[] shape, long[] stride) {
        if (shape.length > MAX_RANK || shape.length != stride.length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " with strides "
                    + Arrays.toString(stride) + ": expected as many of one as of the other, at most " + MAX_RANK);
        }
        MemorySegment.copy(shape, 0, sizes, ValueLayout.JAVA_LONG, 0, shape.length);
        MemorySegment.copy(stride, 0, strides, ValueLayout.JAVA_LONG, 0, stride.length);
    }

    Tensor scalar(double value) {
        check("aoti_torch_scalar_to_tensor_float64", LibTorchAbi.aoti_torch_scalar_to_tensor_float64(value, ret));
        return result();
    }

    Tensor fromView(TensorView view) {
        if (!view.data().isNative()) {
            throw new IllegalArgumentException(view + " lies in the Java heap, which libtorch cannot use; copy it");
        }
        writeShape(view.shape(), view.strides());
        int dtype = torch.types().code(view.dtype());
        int deviceType = torch.types().deviceType(view.device());
        int deviceIndex = torch.types().deviceIndex(view.device());
        long id = torch.rememberOwner(view.data());
        MemorySegment deleter = torch.blobDeleter();
        int code = deleter == null
                ? LibTorchAbi.aoti_torch_create_tensor_from_blob(
                        view.data(), view.rank(), sizes, strides, 0, dtype, deviceType, deviceIndex, ret)
                : LibTorchAbi.torch_from_blob(
                        view.data(),
                        view.rank(),
                        sizes,
                        strides,
                        0,
                        dtype,
                        deviceType,
                        deviceIndex,
                        ret,
                        torch.types().strided(),
                        MemorySegment.NULL,
                        0,
                        deleter,
                        MemorySegment.ofAddress(id));
        if (code != 0) {
            torch.forgetOwner(id);
        }
        check("torch_from_blob", code);
        return result();
    }

    /** {@code self - alpha · other} */
    Tensor subtract(Tensor self, Tensor other, double alpha) {
        check(
                "aten::subtract",
                LibTorchAbi.aoti_torch_aten_subtract_Tensor(self.handle(), other.handle(), alpha, ret),
                self,
                other);
        return result();
    }

    void copy(Tensor target, Tensor source) {
        check("aoti_torch_copy_", LibTorchAbi.aoti_torch_copy_(target.handle(), source.handle(), 0), target, source);
    }

    void zero(Tensor target) {
        check("aoti_torch_zero_", LibTorchAbi.aoti_torch_zero_(target.handle()), target);
    }

    private void check(String function, int code, Tensor... arguments) {
        if (code != 0) {
            throw new TorchException(function + Arrays.toString(arguments) + ": " + torch.lastError());
        }
    }

    private Tensor result() {
        return ops.adopt(ret.get(ValueLayout.JAVA_LONG, 0));
    }
}
