package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.CpuAttentionBackend;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * libtorch's fused attention for the CPU, one tile of queries after the other, so that a tile's output is still in the
 * cache when it is copied into the caller's memory and looked at.
 *
 * <p>The kernel never shows its probabilities, but returns the logarithm of each softmax's denominator, with which
 * {@code p(q,t) = exp(scale·q·k_t − lse(q))} is the exact probability of any token t: see {@link ProbabilityMaps}.
 */
public final class FlashBackend extends CpuAttentionBackend {
    @Override
    public String id() {
        return "flash";
    }

    @Override
    public String description() {
        return "libtorch's fused attention on the CPU; probabilities of captured positions by the log-sum-exp";
    }

    @Override
    public long workspaceBytes(AttentionShape shape, int capturedPositions) {
        return Tiles.of(shape).workspaceBytes(shape, capturedPositions);
    }

    @Override
    protected Support supportsThisCpu(LibTorch torch) {
        return new Support.Supported(1);
    }

    @Override
    protected void attend(Ops torch, AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        AttentionShape shape = inputs.shape();
        try (TensorScope scope = torch.scope()) {
            if (shape.keyLength() == 0) {
                torch.zero_(torch.fromView(out));
                return;
            }
            attend(torch, new Operands(torch, inputs, out), shape, capture);
        }
    }

    private static void attend(Ops torch, Operands operands, AttentionShape shape, @Nullable Capture capture) {
        ProbabilityMaps maps = capture == null ? null : ProbabilityMaps.of(torch, operands, shape, capture);
        long tile = Tiles.of(shape).queries();
        for (long start = 0; start < shape.queryLength(); start += tile) {
            long length = Math.min(tile, shape.queryLength() - start);
            try (TensorScope scope = torch.scope()) {
                var attention = torch.scaledDotProductFlashAttentionForCpu(
                        operands.query(start, length),
                        operands.key(),
                        operands.value(),
                        operands.mask(start, length),
                        operands.scale());
                torch.copy_(operands.out(start, length), attention.output());
                if (maps != null) {
                    maps.add(start, length, attention.logsumexp());
                }
            }
        }
        if (maps != null) {
            maps.finish();
        }
    }
}
