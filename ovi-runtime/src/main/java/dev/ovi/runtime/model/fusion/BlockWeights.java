package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one backbone's half of a fusion block.
 *
 * @param modulation {@code [1, 6, dim]}: shift, scale, gate of the self-attention, then of the feed-forward layer
 * @param self attention of the sequence to itself
 * @param cross attention to the text and to the other sequence
 * @param crossNorm the norm before cross-attention, or {@code null} in a model without it
 * @param up the feed-forward layer's first map, {@code [ffnDim, dim]}
 * @param down the feed-forward layer's second map, {@code [dim, ffnDim]}
 */
record BlockWeights(
        Tensor modulation, Self self, Cross cross, @Nullable LayerNorm crossNorm, Linear up, Linear down) {

    /** Upstream gives the fusion's norms this one, whatever the configuration says. */
    private static final double FUSION_EPSILON = 1e-6;

    /** Self-attention; maps are {@code [dim, dim]}, norms are {@code null} in a model without them. */
    record Self(
            Linear query,
            Linear key,
            Linear value,
            Linear output,
            @Nullable RmsNorm queryNorm,
            @Nullable RmsNorm keyNorm) {}

    /**
     * Cross-attention. One query serves the text and the other sequence, and one output map serves the sum of what they
     * answer; keys and values have maps of their own.
     */
    record Cross(
            Linear query,
            Linear textKey,
            Linear textValue,
            LayerNorm fusionNorm,
            Linear fusionKey,
            Linear fusionValue,
            Linear output,
            @Nullable RmsNorm queryNorm,
            @Nullable RmsNorm textKeyNorm,
            @Nullable RmsNorm fusionKeyNorm) {}

    static BlockWeights load(Linear.Loader linear, Weights block, BackboneConfiguration configuration) {
        int dim = configuration.dim();
        int ffnDim = configuration.ffnDim();
        return new BlockWeights(
                block.claim("modulation.modulation", 1, 6, dim),
                self(linear, block.at("self_attn"), configuration),
                cross(linear, block.at("cross_attn"), configuration),
                configuration.crossAttentionNorm()
                        ? LayerNorm.load(block.at("norm3"), dim, configuration.epsilon())
                        : null,
                linear.load(block.at("ffn.0"), ffnDim, dim),
                linear.load(block.at("ffn.2"), dim, ffnDim));
    }

    private static Self self(Linear.Loader linear, Weights attention, BackboneConfiguration configuration) {
        int dim = configuration.dim();
        return new Self(
                linear.load(attention.at("q"), dim, dim),
                linear.load(attention.at("k"), dim, dim),
                linear.load(attention.at("v"), dim, dim),
                linear.load(attention.at("o"), dim, dim),
                norm(attention.at("norm_q"), configuration, configuration.epsilon()),
                norm(attention.at("norm_k"), configuration, configuration.epsilon()));
    }

    private static Cross cross(Linear.Loader linear, Weights attention, BackboneConfiguration configuration) {
        int dim = configuration.dim();
        return new Cross(
                linear.load(attention.at("q"), dim, dim),
                linear.load(attention.at("k"), dim, dim),
                linear.load(attention.at("v"), dim, dim),
                LayerNorm.load(attention.at("pre_attn_norm_fusion"), dim, FUSION_EPSILON),
                linear.load(attention.at("k_fusion"), dim, dim),
                linear.load(attention.at("v_fusion"), dim, dim),
                linear.load(attention.at("o"), dim, dim),
                norm(attention.at("norm_q"), configuration, configuration.epsilon()),
                norm(attention.at("norm_k"), configuration, configuration.epsilon()),
                norm(attention.at("norm_k_fusion"), configuration, FUSION_EPSILON));
    }

    private static @Nullable RmsNorm norm(Weights norm, BackboneConfiguration configuration, double epsilon) {
        return configuration.queryKeyNorm() ? RmsNorm.load(norm, configuration.dim(), epsilon) : null;
    }
}
