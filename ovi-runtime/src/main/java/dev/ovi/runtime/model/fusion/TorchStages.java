package dev.ovi.runtime.model.fusion;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages as compositions of libtorch's operators: what every other implementation is checked against. In float32 a stage
 * may do in one operation what upstream does in several; in bfloat16 every result is rounded where upstream rounds it.
 */
public final class TorchStages implements Stages {
    /** A CPU's caches hold the hidden values of so many rows, not those of a whole sequence. */
    private static final long CACHED_ROWS = 256;

    private final Ops ops;

    /** Stages for the thread of these operators. */
    public TorchStages(Ops ops) {
        this.ops = ops;
    }

    @Override
    public TorchStages on(Ops other) {
        return new TorchStages(other);
    }

    @Override
    public Tensor modulatedLayerNorm(Tensor x, List<Modulation> modulations, double epsilon) {
        return join(
                modulations.stream().map(m -> modulatedLayerNorm(x, m, epsilon)).toList());
    }

    private Tensor modulatedLayerNorm(Tensor x, Modulation m, double epsilon) {
        Tensor rows = m.rows().of(ops, x); // [rows, dim]
        long dim = rows.size(1);
        if (isFloat32(x)) {
            return ops.layerNorm(rows, m.scalePlusOne(), m.shift(), epsilon, dim);
        }
        Tensor normed = ops.layerNorm(rows, null, null, epsilon, dim);
        return ops.add(ops.mul_(normed, m.scalePlusOne()), m.shift());
    }

    @Override
    public Tensor gatedResidual(Tensor x, Tensor y, List<Gate> gates) {
        return join(gates.stream().map(g -> gatedResidual(x, y, g)).toList());
    }

    private Tensor gatedResidual(Tensor x, Tensor y, Gate g) {
        Tensor rows = g.rows().of(ops, x); // [rows, dim]
        Tensor update = g.rows().of(ops, y); // [rows, dim]
        return isFloat32(x) ? ops.addcmul(rows, update, g.gate()) : ops.add(rows, ops.mul_(update, g.gate()));
    }

    private Tensor join(List<Tensor> parts) {
        return parts.size() == 1 ? parts.getFirst() : ops.cat(parts, 0);
    }

    @Override
    public Tensor layerNorm(Tensor x, @Nullable LayerNorm norm) {
        return norm == null ? x : ops.layerNorm(x, norm.weight(), norm.bias(), norm.epsilon(), x.size(1));
    }

    @Override
    public Tensor rmsNorm(Tensor x, @Nullable RmsNorm norm) {
        if (norm == null) {
            return x;
        }
        return isFloat32(x)
                ? ops.rmsNorm(x, norm.weight(), norm.epsilon(), x.size(1))
                : ops.mul_(ops.rmsNorm(x, null, norm.epsilon(), x.size(1)), norm.weight());
    }

    @Override
    public Tensor rotate(Tensor x, RotaryTable table) {
        return isFloat32(x) ? table.rotate(ops, x) : ops.to(table.rotate(ops, ops.to(x, DType.FLOAT32)), x.dtype());
    }

    @Override
    public Tensor linearResidual(Tensor residual, Tensor x, Linear map) {
        return ops.add_(map.apply(ops, x), residual);
    }

    @Override
    public Tensor feedForward(Tensor x, Linear up, Linear down) {
        long length = x.size(0);
        if (!x.device().isHost() || length <= CACHED_ROWS) {
            return wholeFeedForward(x, up, down);
        }
        List<Tensor> parts = new ArrayList<>();
        for (long start = 0; start < length; start += CACHED_ROWS) {
            Tensor rows = ops.narrow(x, 0, start, Math.min(CACHED_ROWS, length - start));
            parts.add(wholeFeedForward(rows, up, down));
        }
        return ops.cat(parts, 0);
    }

    private Tensor wholeFeedForward(Tensor x, Linear up, Linear down) {
        try (Tensor hidden = up.apply(ops, x); // [L, ffnDim]
                Tensor activated = isFloat32(x) ? gelu(hidden) : ops.geluTanh(hidden)) {
            return down.apply(ops, activated);
        }
    }

    /** GELU with the approximation by tanh, as {@code x·sigmoid(2√(2/π)·(x + 0.044715·x³))}: the same, without a tanh. */
    private Tensor gelu(Tensor x) {
        try (Tensor square = ops.square(x)) {
            Tensor argument = ops.mul_(ops.addcmul(x, square, x, 0.044715), 2 * Math.sqrt(2 / Math.PI));
            return ops.mul_(ops.sigmoid_(argument), x);
        }
    }

    private static boolean isFloat32(Tensor x) {
        return x.dtype() == DType.FLOAT32;
    }
}
