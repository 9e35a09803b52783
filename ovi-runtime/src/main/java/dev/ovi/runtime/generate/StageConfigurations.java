package dev.ovi.runtime.generate;

import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.model.fusion.BackboneConfiguration;
import dev.ovi.runtime.model.text.TextEncoderConfiguration;

/** What a checkpoint says of its sizes, in the words of the stages that need them. */
public final class StageConfigurations {
    private StageConfigurations() {}

    /** The text encoder. */
    public static TextEncoderConfiguration textEncoder(ModelSpec.TextEncoder spec) {
        return new TextEncoderConfiguration(
                spec.vocabulary(),
                spec.dim(),
                spec.attentionDim(),
                spec.feedForwardDim(),
                spec.heads(),
                spec.layers(),
                spec.buckets(),
                spec.maxDistance(),
                spec.sharedPositions(),
                spec.epsilon());
    }

    /** One backbone of the transformer. */
    public static BackboneConfiguration backbone(ModelSpec.Backbone spec) {
        var patch = new BackboneConfiguration.Patch(
                spec.patch().frames(), spec.patch().height(), spec.patch().width());
        return new BackboneConfiguration(
                spec.dim(),
                spec.feedForwardDim(),
                spec.frequencyDim(),
                spec.heads(),
                spec.layers(),
                spec.inChannels(),
                spec.outChannels(),
                spec.textLength(),
                spec.textDim(),
                patch,
                spec.queryKeyNorm(),
                spec.crossAttentionNorm(),
                spec.rotaryScale(),
                spec.epsilon());
    }
}
