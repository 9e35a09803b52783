package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * One backbone's half of a fusion block, in three parts: self-attention, attention to the other modality, and what
 * depends on the text. {@link FusionBlock} knows the order in which the two halves take their turns.
 *
 * <p>Source: {@code WanSelfAttention} in upstream's {@code ovi/modules/model.py} and
 * {@code single_fusion_cross_attention_ffn_forward} in {@code ovi/modules/fusion.py}.
 */
final class BlockHalf {
    private final Ops ops;
    private final Stages stages;
    private final Modality modality;
    private final BackboneConfiguration configuration;
    private final int layer;
    private final BlockWeights weights;

    BlockHalf(
            Ops ops,
            Stages stages,
            Modality modality,
            BackboneConfiguration configuration,
            int layer,
            BlockWeights weights) {
        this.ops = ops;
        this.stages = stages;
        this.modality = modality;
        this.configuration = configuration;
        this.layer = layer;
        this.weights = weights;
    }

    /**
     * A sequence on its way through the cross-attention, before it has met the text.
     *
     * @param x the sequence, {@code [L, dim]}
     * @param query its queries, normed and not rotated, {@code [L, heads, headDim]}
     * @param fusion what they found in the other modality, {@code [L, heads, headDim]}
     */
    record Fused(Tensor x, Tensor query, Tensor fusion) {}

    /** The same weights for another thread. */
    BlockHalf on(Ops other, Stages itsStages) {
        return new BlockHalf(other, itsStages, modality, configuration, layer, weights);
    }

    BlockWeights weights() {
        return weights;
    }

    /** Self-attention with its residual: {@code [L, dim]} to the same shape. */
    Tensor attendToSelf(Tensor x, BlockModulation modulation, RotaryTable rotary, AttentionCaller attention) {
        BlockWeights.Self self = weights.self();
        try (TensorScope scope = ops.scope()) {
            Tensor input =
                    stages.modulatedLayerNorm(x, modulation.selfAttention(), configuration.epsilon()); // [L, dim]
            Tensor query = stages.rotate(project(input, self.query(), self.queryNorm()), rotary); // [L, H, D]
            Tensor key = stages.rotate(project(input, self.key(), self.keyNorm()), rotary); // [L, H, D]
            Tensor value = project(input, self.value(), null); // [L, H, D]
            Tensor out = emptyLike(query); // [L, H, D]
            attention.attend(modality.self(), layer, byHead(query), byHead(key), byHead(value), 0, byHead(out));
            Tensor update = self.output().apply(ops, joinHeads(out)); // [L, dim]
            return scope.keep(stages.gatedResidual(x, update, modulation.selfAttentionGate()));
        }
    }

    /**
     * Attention to the other modality.
     *
     * @param x this sequence after its self-attention, {@code [L, dim]}
     * @param other the other one after its self-attention, {@code [L', dim]}
     */
    Fused attendToOther(
            Tensor x, RotaryTable rotary, Tensor other, RotaryTable otherRotary, AttentionCaller attention) {
        BlockWeights.Cross cross = weights.cross();
        try (TensorScope scope = ops.scope()) {
            Tensor query = project(stages.layerNorm(x, weights.crossNorm()), cross.query(), cross.queryNorm());
            Tensor target = stages.layerNorm(other, cross.fusionNorm()); // [L', dim]
            Tensor key = stages.rotate( // [L', H, D]
                    project(target, cross.fusionKey(), cross.fusionKeyNorm()), otherRotary);
            Tensor value = project(target, cross.fusionValue(), null); // [L', H, D]
            Tensor out = emptyLike(query); // [L, H, D]
            attention.attend(
                    modality.fusion(),
                    layer,
                    byHead(stages.rotate(query, rotary)),
                    byHead(key),
                    byHead(value),
                    0,
                    byHead(out));
            return new Fused(x, scope.keep(query), scope.keep(out));
        }
    }

    /**
     * Attention to the text, then the feed-forward layer: what is left of the block.
     *
     * @return {@code [L, dim]}
     */
    Tensor attendToText(Fused fused, TextKeys text, BlockModulation modulation, AttentionCaller attention) {
        TextKeys.KeyValue keys = text.layers().get(layer);
        try (TensorScope scope = ops.scope()) {
            Tensor out = emptyLike(fused.query()); // [L, H, D]
            attention.attend(
                    modality.text(),
                    layer,
                    byHead(fused.query()),
                    keys.key(),
                    keys.value(),
                    text.paddingCount(),
                    byHead(out));
            Tensor both = joinHeads(ops.add(out, fused.fusion())); // [L, dim]
            Tensor x = stages.linearResidual(fused.x(), both, weights.cross().output()); // [L, dim]
            Tensor input = stages.modulatedLayerNorm(x, modulation.feedForward(), configuration.epsilon()); // [L, dim]
            Tensor update = stages.feedForward(input, weights.up(), weights.down()); // [L, dim]
            return scope.keep(stages.gatedResidual(x, update, modulation.feedForwardGate()));
        }
    }

    /**
     * Keys and values of a text for this block.
     *
     * @param context {@code [n, dim]}
     * @return {@code [H, n, D]} each
     */
    TextKeys.KeyValue textKeys(Tensor context) {
        BlockWeights.Cross cross = weights.cross();
        return new TextKeys.KeyValue(
                byHead(project(context, cross.textKey(), cross.textKeyNorm())),
                byHead(project(context, cross.textValue(), null)));
    }

    /** {@code [L, dim]} to {@code [L, H, D]}. */
    private Tensor project(Tensor x, Linear map, @Nullable RmsNorm norm) {
        Tensor rows = stages.rmsNorm(map.apply(ops, x), norm);
        return ops.view(rows, rows.size(0), configuration.heads(), configuration.headDim());
    }

    private Tensor emptyLike(Tensor x) {
        return ops.empty(x.dtype(), x.device(), x.shape());
    }

    /** {@code [L, H, D]} to {@code [H, L, D]}, a view. */
    private Tensor byHead(Tensor x) {
        return ops.transpose(x, 0, 1);
    }

    /** {@code [L, H, D]} to {@code [L, dim]}, a view. */
    private Tensor joinHeads(Tensor x) {
        return ops.view(x, x.size(0), x.size(1) * x.size(2));
    }
}
