package dev.ovi.runtime.model.text;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The umT5 encoder: from a text's tokens to one row of features for each.
 *
 * <p>Upstream pads to a fixed length, masks the padding, and cuts it off again; here there is none to begin with, which
 * gives the same rows.
 *
 * <p>Source: {@code T5Encoder} in upstream's {@code ovi/modules/t5.py}; umT5, arXiv 2304.09151.
 */
public final class TextEncoder {
    private final Ops ops;
    private final TextEncoderConfiguration configuration;
    private final Tensor embedding;
    private final @Nullable Tensor sharedPositions;
    private final List<TextEncoderBlock> blocks;
    private final Tensor norm;

    private TextEncoder(Ops ops, Weights weights, TextEncoderConfiguration configuration) {
        int dim = configuration.dim();
        this.ops = ops;
        this.configuration = configuration;
        this.embedding = weights.claim("token_embedding.weight", configuration.vocabulary(), dim);
        this.sharedPositions = configuration.sharedPositions()
                ? weights.claim("pos_embedding.embedding.weight", configuration.buckets(), configuration.heads())
                : null;
        this.blocks = IntStream.range(0, configuration.layers())
                .mapToObj(
                        layer -> TextEncoderBlock.load(ops, weights.at("blocks").at(layer), configuration))
                .toList();
        this.norm = weights.claim("norm.weight", dim);
    }

    /**
     * Claims the encoder's tensors.
     *
     * @param weights of {@code models_t5_umt5-xxl-enc-bf16.pth}, in float32 or bfloat16; they decide how it computes
     */
    public static TextEncoder load(Ops ops, Weights weights, TextEncoderConfiguration configuration) {
        return new TextEncoder(ops, weights, configuration);
    }

    /**
     * Encodes one text.
     *
     * @param ids its tokens, {@code </s>} included and padding not
     * @param taps sees {@code t5.block{i}}
     * @return {@code [ids.length, dim]}
     */
    public Tensor encode(long[] ids, Taps taps) {
        int length = ids.length;
        RelativePositions positions = new RelativePositions(configuration.buckets(), configuration.maxDistance());
        try (TensorScope scope = ops.scope()) {
            Tensor buckets = ops.to(ops.tensor(positions.table(length), length, length), embedding.device()); // [n, n]
            Tensor x = ops.embedding(embedding, ops.to(ops.tensor(ids, length), embedding.device())); // [n, dim]
            for (int layer = 0; layer < blocks.size(); layer++) {
                Tensor before = x;
                x = blocks.get(layer).forward(before, buckets, sharedPositions);
                before.close();
                taps.tap("t5.block" + layer, x);
            }
            return scope.keep(TextEncoderBlock.norm(ops, x, norm, configuration.epsilon()));
        }
    }
}
