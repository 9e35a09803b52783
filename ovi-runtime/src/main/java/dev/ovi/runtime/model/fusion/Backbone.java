package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.compute.Compute;
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
    private final Compute compute;
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
            Compute compute,
            Stages stages,
            BackboneConfiguration configuration,
            PatchEmbedding patches,
            Linear textIn,
            Linear textOut,
            TimeEmbedding time,
            List<BlockHalf> blocks,
            Head head) {
        this.compute = compute;
        this.ops = compute.ops();
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
    static Backbone load(
            Compute compute,
            Stages stages,
            Linear.Loader linear,
            BackboneConfiguration configuration,
            Modality modality,
            Weights weights) {
        int dim = configuration.dim();
        return new Backbone(
                compute,
                stages,
                configuration,
                modality == Modality.VIDEO
                        ? PatchEmbedding.Video.load(weights.at("patch_embedding"), configuration)
                        : PatchEmbedding.Audio.load(weights.at("patch_embedding"), configuration),
                linear.load(weights.at("text_embedding.0"), dim, configuration.textDim()),
                linear.load(weights.at("text_embedding.2"), dim, dim),
                TimeEmbedding.load(linear, weights, configuration),
                IntStream.range(0, configuration.layers())
                        .mapToObj(layer -> new BlockHalf(
                                compute.ops(),
                                stages,
                                modality,
                                configuration,
                                layer,
                                BlockWeights.load(linear, weights.at("blocks").at(layer), configuration)))
                        .toList(),
                Head.load(linear, weights.at("head"), configuration));
    }

    /** The same weights for another thread. */
    Backbone on(Compute other, Stages itsStages) {
        return new Backbone(
                other,
                itsStages,
                configuration,
                patches,
                textIn,
                textOut,
                time,
                blocks.stream().map(block -> block.on(other.ops(), itsStages)).toList(),
                head);
    }

    BackboneConfiguration configuration() {
        return configuration;
    }

    List<BlockHalf> blocks() {
        return blocks;
    }

    /** The latent as a sequence, {@code [L, dim]}. */
    Tensor embed(Tensor latent) {
        try (TensorScope scope = ops.scope()) {
            return scope.keep(patches.embed(ops, ops.to(latent, compute.dtype(), compute.device())));
        }
    }

    /** The timesteps of a sequence, one for each range of rows. */
    TimeConditioning embedTime(double[] timesteps, List<Rows> rows) {
        return time.embed(compute, timesteps, rows);
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
            Tensor input = ops.to(features, compute.dtype(), compute.device());
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
        return head.predict(ops, stages, x, conditioning, configuration.epsilon());
    }
}
