package dev.ovi.backend.simd;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.CpuAttentionBackend;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Flash attention of our own for CPUs with AVX2: no probability is written out but those of captured positions, which the
 * kernel adds to the maps itself. Everything is computed in float32, and rounded once if the inputs are bfloat16.
 */
public final class SimdBackend extends CpuAttentionBackend {
    /** As measured with AVX2: OpenBLAS copies each small block that libtorch's own kernel multiplies. */
    private static final double COST_BESIDE_OPENBLAS = 0.7;

    /** As measured: with MKL libtorch's own kernel is faster for wide heads, and with AVX-512 for all. */
    private static final double COST_BESIDE_MKL = 1.3;

    private final Kernel.Loaded kernel;
    private final KernelCall call = new KernelCall();
    private int threads = 1;

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
    public void open(BackendContext context) {
        super.open(context);
        threads = context.threads();
    }

    @Override
    public long workspaceBytes(AttentionShape shape, int capturedPositions) {
        return kernel().scratchBytes(shape.headDim()) * threads;
    }

    @Override
    protected Support supportsThisCpu(LibTorch torch) {
        return switch (kernel) {
            case Kernel.Loaded.Usable _ ->
                new Support.Supported(torch.hasOpenBlas() ? COST_BESIDE_OPENBLAS : COST_BESIDE_MKL);
            case Kernel.Loaded.Unusable(String reason) -> new Support.Unsupported(reason);
        };
    }

    @Override
    protected void attend(Ops torch, AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        kernel().run(torch, inputs.query().size(1), call.of(inputs, out, capture));
    }

    private Kernel kernel() {
        return switch (kernel) {
            case Kernel.Loaded.Usable(Kernel usable) -> usable;
            case Kernel.Loaded.Unusable(String reason) -> throw new IllegalStateException(reason);
        };
    }
}
