package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/** Attention by plain operators, with its probabilities in float32. */
public final class ReferenceAttention implements AttentionCaller {
    private final Ops ops;

    public ReferenceAttention(Ops ops) {
        this.ops = ops;
    }

    @Override
    public void attend(
            AttentionKind kind, int layer, Tensor query, Tensor key, Tensor value, long paddingCount, Tensor out) {
        try (TensorScope scope = ops.scope()) {
            Tensor probabilities = probabilities(query, key, paddingCount); // [H, Lq, Lk]
            ops.copy_(out, ops.bmm(ops.to(probabilities, value.dtype()), value));
        }
    }

    /** {@code [H, Lq, Lk]}, float32. */
    Tensor probabilities(Tensor query, Tensor key, long paddingCount) {
        Tensor logits = ops.to(ops.bmm(query, ops.transpose(key, 1, 2)), DType.FLOAT32);
        Tensor scaled = ops.mul(logits, 1 / Math.sqrt((double) query.size(2)));
        if (paddingCount > 0) {
            float[] bias = new float[Math.toIntExact(key.size(1))];
            bias[bias.length - 1] = (float) Math.log((double) paddingCount);
            scaled = ops.add(scaled, ops.tensor(bias, 1, 1, bias.length));
        }
        return ops.softmax(scaled, -1, DType.FLOAT32);
    }
}
