package dev.ovi.runtime.model.text;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * A block of the text encoder: self-attention with a bias by relative position, then a gated feed-forward layer. Nothing
 * in it has an additive bias of its own, and logits are not scaled.
 */
final class TextEncoderBlock {
    private final Ops ops;
    private final int heads;
    private final double epsilon;
    private final Tensor attentionNorm; // [dim]
    private final Tensor query; // [attentionDim, dim]
    private final Tensor key; // [attentionDim, dim]
    private final Tensor value; // [attentionDim, dim]
    private final Tensor output; // [dim, attentionDim]
    private final @Nullable Tensor positions; // [buckets, heads]
    private final Tensor feedForwardNorm; // [dim]
    private final Tensor gate; // [ffnDim, dim]
    private final Tensor up; // [ffnDim, dim]
    private final Tensor down; // [dim, ffnDim]

    private TextEncoderBlock(Ops ops, Weights block, TextEncoderConfiguration configuration) {
        int dim = configuration.dim();
        int attentionDim = configuration.attentionDim();
        int ffnDim = configuration.ffnDim();
        this.ops = ops;
        this.heads = configuration.heads();
        this.epsilon = configuration.epsilon();
        this.attentionNorm = block.claim("norm1.weight", dim);
        this.query = block.claim("attn.q.weight", attentionDim, dim);
        this.key = block.claim("attn.k.weight", attentionDim, dim);
        this.value = block.claim("attn.v.weight", attentionDim, dim);
        this.output = block.claim("attn.o.weight", dim, attentionDim);
        this.positions = configuration.sharedPositions()
                ? null
                : block.claim("pos_embedding.embedding.weight", configuration.buckets(), heads);
        this.feedForwardNorm = block.claim("norm2.weight", dim);
        this.gate = block.claim("ffn.gate.0.weight", ffnDim, dim);
        this.up = block.claim("ffn.fc1.weight", ffnDim, dim);
        this.down = block.claim("ffn.fc2.weight", dim, ffnDim);
    }

    static TextEncoderBlock load(Ops ops, Weights block, TextEncoderConfiguration configuration) {
        return new TextEncoderBlock(ops, block, configuration);
    }

    /**
     * @param x {@code [n, dim]}
     * @param buckets the class of each pair's relative position, {@code [n, n]}
     * @param sharedPositions the biases of all blocks, where this one has none of its own
     * @return {@code [n, dim]}
     */
    Tensor forward(Tensor x, Tensor buckets, @Nullable Tensor sharedPositions) {
        try (TensorScope scope = ops.scope()) {
            Tensor table = positions != null ? positions : sharedPositions;
            Tensor attended = ops.add(x, attend(norm(ops, x, attentionNorm, epsilon), buckets, table));
            return scope.keep(ops.add(attended, feedForward(norm(ops, attended, feedForwardNorm, epsilon))));
        }
    }

    private Tensor attend(Tensor x, Tensor buckets, @Nullable Tensor table) {
        Tensor logits = ops.bmm(byHead(query, x), ops.transpose(byHead(key, x), 1, 2)); // [heads, n, n]
        if (table != null) {
            Tensor bias = ops.permute(ops.embedding(table, buckets), 2, 0, 1); // [heads, n, n]
            logits = ops.add(logits, bias);
        }
        Tensor probabilities = ops.to(ops.softmax(logits, -1, DType.FLOAT32), x.dtype()); // [heads, n, n]
        Tensor attended = ops.bmm(probabilities, byHead(value, x)); // [heads, n, headDim]
        Tensor joined = ops.reshape(ops.transpose(attended, 0, 1), x.size(0), query.size(0)); // [n, attentionDim]
        return ops.linear(joined, output, null); // [n, dim]
    }

    /** {@code [n, dim]} to {@code [heads, n, headDim]}. */
    private Tensor byHead(Tensor weight, Tensor x) {
        Tensor projected = ops.linear(x, weight, null); // [n, attentionDim]
        return ops.transpose(ops.view(projected, x.size(0), heads, weight.size(0) / heads), 0, 1);
    }

    private Tensor feedForward(Tensor x) {
        Tensor gated = ops.geluTanh(ops.linear(x, gate, null)); // [n, ffnDim]
        return ops.linear(ops.mul(ops.linear(x, up, null), gated), down, null); // [n, dim]
    }

    /** T5's norm: by the root mean square in float32, rounded to the model's type before the weight is applied. */
    static Tensor norm(Ops ops, Tensor x, Tensor weight, double epsilon) {
        return ops.mul(weight, ops.rmsNorm(x, null, epsilon, x.size(1)));
    }
}
