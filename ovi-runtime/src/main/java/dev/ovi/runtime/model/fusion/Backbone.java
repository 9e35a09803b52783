package dev.ovi.runtime.model.fusion;

import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one modality has of its own around the fusion blocks: embeddings on the way in, a head on the way out.
 *
 * <p>Source: {@code WanModel} in upstream's {@code ovi/modules/model.py}.
 */
final class Backbone {
    private final Ops ops;
    private final Stages stages;
    private final BackboneConfiguration configuration;
    private final PatchEmbedding patches;
    private final Linear textIn;
    private final Linear textOut;
    private final TimeEmbedding time;
    private final List<BlockHalf> blocks;
    private final Head head;

    private Backbone(
            Ops ops,
            Stages stages,
            BackboneConfiguration configuration,
            PatchEmbedding patches,
            Linear textIn,
            Linear textOut,
            TimeEmbedding time,
            List<BlockHalf> blocks,
            Head head) {
        this.ops = ops;
        this.stages = stages;
        this.configuration = configuration;
        this.patches = patches;
        this.textIn = textIn;
        this.textOut = textOut;
        this.time = time;
        this.blocks = blocks;
        this.head = head;
    }

    /** @param weights of the backbone's module */
    static Backbone load(Ops ops, BackboneConfiguration configuration, Modality modality, Weights weights) {
        int dim = configuration.dim();
        var stages = new Stages(ops, configuration.epsilon());
        return new Backbone(
                ops,
                stages,
                configuration,
                modality == Modality.VIDEO
                        ? PatchEmbedding.Video.load(weights.at("patch_embedding"), configuration)
                        : PatchEmbedding.Audio.load(weights.at("patch_embedding"), configuration),
                Linear.load(weights.at("text_embedding.0"), dim, configuration.textDim()),
                Linear.load(weights.at("text_embedding.2"), dim, dim),
                TimeEmbedding.load(weights, configuration),
                IntStream.range(0, configuration.layers())
                        .mapToObj(layer -> new BlockHalf(
                                ops,
                                stages,
                                modality,
                                configuration.heads(),
                                layer,
                                BlockWeights.load(weights.at("blocks").at(layer), configuration)))
                        .toList(),
                Head.load(weights.at("head"), configuration));
    }

    /** The same weights, computing by another {@link Ops}. */
    Backbone on(Ops other) {
        var itsStages = new Stages(other, configuration.epsilon());
        return new Backbone(
                other,
                itsStages,
                configuration,
                patches,
                textIn,
                textOut,
                time,
                blocks.stream().map(block -> block.on(other, itsStages)).toList(),
                head);
    }

    BackboneConfiguration configuration() {
        return configuration;
    }

    /** Where the weights lie, and all computing is done. */
    Device device() {
        return textIn.weight().device();
    }

    List<BlockHalf> blocks() {
        return blocks;
    }

    /** The latent as a sequence, {@code [L, dim]}. */
    Tensor embed(Tensor latent) {
        try (TensorScope scope = ops.scope()) {
            return scope.keep(patches.embed(ops, ops.to(latent, textIn.weight().dtype(), device())));
        }
    }

    /** The timesteps of a sequence, one for each range of rows. */
    TimeConditioning embedTime(double[] timesteps, List<Rows> rows) {
        return time.embed(ops, timesteps, rows);
    }

    /** What the timesteps do to each block. */
    List<BlockModulation> modulations(TimeConditioning conditioning) {
        return blocks.stream()
                .map(block -> BlockModulation.of(ops, block.weights().modulation(), conditioning))
                .toList();
    }

    /**
     * Keys and values of a text for every block.
     *
     * @param features {@code [n, textDim]}, n at most the text's length
     */
    TextKeys textKeys(Tensor features) {
        long padding = configuration.textLength() - features.size(0);
        if (padding < 0) {
            throw new IllegalArgumentException("a text of " + features.size(0) + " tokens does not fit into "
                    + configuration.textLength() + " keys");
        }
        List<TextKeys.KeyValue> layers = new ArrayList<>(blocks.size());
        try (TensorScope scope = ops.scope()) {
            Tensor input = ops.to(features, textIn.weight().dtype(), device());
            Tensor rows = padding == 0 ? input : ops.pad(input, 0, 0, 0, 1); // [n (+1), textDim]
            Tensor context = textOut.apply(ops, ops.geluTanh(textIn.apply(ops, rows))); // [n (+1), dim]
            for (BlockHalf block : blocks) {
                TextKeys.KeyValue keys = block.textKeys(context);
                layers.add(new TextKeys.KeyValue(scope.keep(keys.key()), scope.keep(keys.value())));
            }
        }
        return new TextKeys(List.copyOf(layers), padding);
    }

    /** What the last block's rows predict, {@code [L, patch·channels]}. */
    Tensor predict(Tensor x, TimeConditioning conditioning) {
        return head.predict(ops, stages, x, conditioning);
    }
}
