package dev.ovi.torch;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is common to backends that compute with libtorch, in float32 and bfloat16, wherever its tensors lie. */
public abstract class TorchAttentionBackend implements AttentionBackend {
    /** Whether it can work where it was opened, whatever the shape. */
    private Support support = new Support.Unsupported("it was not opened");

    private @Nullable LibTorch torch;
    private @Nullable Ops ops;

    /** For subclasses. */
    protected TorchAttentionBackend() {}

    /** Whether it can run beside this libtorch on tensors of this device, and at what cost. */
    protected abstract Support supports(LibTorch library, Device device);

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
    public void open(BackendContext context) {
        torch = context.library(LibTorch.class).orElse(null);
        support = torch == null
                ? new Support.Unsupported("it computes with libtorch, and this host has none")
                : supports(torch, context.device());
    }

    @Override
    public final Support supports(AttentionShape shape) {
        String refusal = refusal(shape.dtype());
        return refusal == null ? support : new Support.Unsupported(refusal);
    }

    @Override
    public final void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        String refusal = refusal(inputs.query().dtype());
        if (refusal != null) {
            throw new IllegalArgumentException(
                    "backend " + id() + " cannot do " + inputs.shape() + ", because " + refusal);
        }
        if (out.elementCount() > 0) {
            attend(ops(), inputs, out, capture);
        }
    }

    /** Cheap, because each call asks. */
    private @Nullable String refusal(DType dtype) {
        if (support instanceof Support.Unsupported(String reason)) {
            return reason;
        }
        return dtype == DType.FLOAT32 || dtype == DType.BFLOAT16
                ? null
                : "it computes in FLOAT32 and BFLOAT16, not in " + dtype;
    }

    /** Of the thread that attends, which may be another than the one that opened. */
    private Ops ops() {
        Ops made = ops;
        if (made == null) {
            made = Objects.requireNonNull(torch, "libtorch").ops();
            ops = made;
        }
        return made;
    }
}
