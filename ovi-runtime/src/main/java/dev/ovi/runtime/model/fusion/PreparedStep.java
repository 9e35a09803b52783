package dev.ovi.runtime.model.fusion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both branches of guidance have in common in one step: the latents as sequences, the timestep, and possibly the
 * first block up to the text. Its tensors belong to the scope that was open when it was made.
 */
public final class PreparedStep {
    private final Geometry geometry;
    private final FusionBlock.Sequences sequences;
    private final TimeConditioning videoTime;
    private final TimeConditioning audioTime;
    private final List<FusionBlock.Modulations> modulations;
    private final FusionBlock.@Nullable Fused firstBlock;

    PreparedStep(
            Geometry geometry,
            FusionBlock.Sequences sequences,
            TimeConditioning videoTime,
            TimeConditioning audioTime,
            List<FusionBlock.Modulations> modulations,
            FusionBlock.@Nullable Fused firstBlock) {
        this.geometry = geometry;
        this.sequences = sequences;
        this.videoTime = videoTime;
        this.audioTime = audioTime;
        this.modulations = modulations;
        this.firstBlock = firstBlock;
    }

    Geometry geometry() {
        return geometry;
    }

    FusionBlock.Sequences sequences() {
        return sequences;
    }

    TimeConditioning videoTime() {
        return videoTime;
    }

    TimeConditioning audioTime() {
        return audioTime;
    }

    List<FusionBlock.Modulations> modulations() {
        return modulations;
    }

    FusionBlock.@Nullable Fused firstBlock() {
        return firstBlock;
    }
}
