package dev.ovi.torch;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import org.jspecify.annotations.Nullable;

/**
 * What is common to backends that compute on the CPU with libtorch, or on its threads: float32 and bfloat16 in host memory.
 */
public abstract class CpuAttentionBackend implements AttentionBackend {
    private @Nullable Ops ops;

    /** For subclasses. */
    protected CpuAttentionBackend() {}

    /** Whether this computer can run it beside this libtorch, and at what cost. */
    protected abstract Support supportsThisCpu(LibTorch torch);

    /**
     * Computes attention that is supported and has at least one element of output.
     *
     * @param torch of the calling thread
     * @param inputs the call
     * @param out overwritten
     * @param capture what to record, or {@code null}
     */
    protected abstract void attend(Ops torch, AttentionInputs inputs, TensorView out, @Nullable Capture capture);

    @Override
    public final Support supports(AttentionShape shape, Device device) {
        if (!device.isHost()) {
            return new Support.Unsupported("it computes on the CPU, and the tensors lie on " + device);
        }
        if (shape.dtype() != DType.FLOAT32 && shape.dtype() != DType.BFLOAT16) {
            return new Support.Unsupported("it computes in FLOAT32 and BFLOAT16, not in " + shape.dtype());
        }
        try {
            return supportsThisCpu(LibTorch.load());
        } catch (LibTorchException absent) {
            return new Support.Unsupported("libtorch cannot be used: " + absent.getMessage());
        }
    }

    @Override
    public final void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        AttentionShape shape = inputs.shape();
        if (supports(shape, inputs.query().device()) instanceof Support.Unsupported(String reason)) {
            throw new IllegalArgumentException("backend " + id() + " cannot do " + shape + ", because " + reason);
        }
        if (out.elementCount() > 0) {
            attend(ops(), inputs, out, capture);
        }
    }

    private Ops ops() {
        Ops made = ops;
        if (made == null) {
            made = LibTorch.load().ops();
            ops = made;
        }
        return made;
    }
}
