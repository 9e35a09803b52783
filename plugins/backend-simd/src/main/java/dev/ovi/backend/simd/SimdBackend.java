package dev.ovi.backend.simd;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.LibTorchException;
import dev.ovi.torch.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Flash attention of our own for CPUs with AVX2: it neither writes probabilities out nor copies its operands, and shows
 * the probabilities of captured positions as it goes. Everything is computed in float32, and rounded once if the inputs
 * are bfloat16.
 */
public final class SimdBackend implements AttentionBackend {
    private final Kernel.Loaded kernel;
    private final KernelCall call = new KernelCall();
    private @Nullable Ops ops;

    /** With the kernel that comes with the plugin. */
    public SimdBackend() {
        this(Kernel.bundled());
    }

    SimdBackend(Kernel.Loaded kernel) {
        this.kernel = kernel;
    }

    @Override
    public String id() {
        return "simd";
    }

    @Override
    public String description() {
        return "our own flash attention for CPUs with AVX2; probabilities of captured positions by the same kernel";
    }

    @Override
    public Support supports(AttentionShape shape, Device device) {
        if (!device.isHost()) {
            return new Support.Unsupported("it computes on the CPU, and the tensors lie on " + device);
        }
        if (shape.dtype() != DType.FLOAT32 && shape.dtype() != DType.BFLOAT16) {
            return new Support.Unsupported("it computes in FLOAT32 and BFLOAT16, not in " + shape.dtype());
        }
        if (kernel instanceof Kernel.Loaded.Unusable(String reason)) {
            return new Support.Unsupported(reason);
        }
        try {
            LibTorch.load();
        } catch (LibTorchException absent) {
            return new Support.Unsupported("libtorch, whose threads it uses, cannot be used: " + absent.getMessage());
        }
        return new Support.Supported(0.7);
    }

    @Override
    public long workspaceBytes(AttentionShape shape, int capturedPositions) {
        return kernel().scratchBytes(shape.headDim()) * LibTorch.load().threads();
    }

    @Override
    public void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        AttentionShape shape = inputs.shape();
        if (supports(shape, inputs.query().device()) instanceof Support.Unsupported(String reason)) {
            throw new IllegalArgumentException("backend simd cannot do " + shape + ", because " + reason);
        }
        if (out.elementCount() > 0) {
            kernel().run(ops(), shape.queryLength(), call.of(inputs, out, capture));
        }
    }

    private Kernel kernel() {
        return switch (kernel) {
            case Kernel.Loaded.Usable(Kernel usable) -> usable;
            case Kernel.Loaded.Unusable(String reason) -> throw new IllegalStateException(reason);
        };
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
