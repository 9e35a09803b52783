package dev.ovi.runtime.generate;

import dev.ovi.api.attention.Branch;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.PreparedStep;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.runtime.sampler.Sampler;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes noise to clean latents: for each step a conditional and a negative prediction, guidance, and the samplers' step.
 *
 * @param prompt what the conditional pass sees
 * @param negative what the negative pass sees
 * @param guidance how far predictions are moved away from the negative ones
 * @param firstFrame the latent {@code [C, 1, h, w]} of a given first frame, or {@code null}
 */
record Denoiser(
        Ops ops,
        FusionModel model,
        Geometry geometry,
        TextContext prompt,
        TextContext negative,
        Guidance guidance,
        @Nullable Tensor firstFrame) {

    /**
     * Classifier-free and skip-layer guidance.
     *
     * @param video the video's scale
     * @param audio the audio's scale
     * @param skippedLayer the block that the negative pass leaves out; below 1 none
     */
    record Guidance(double video, double audio, int skippedLayer) {}

    /**
     * Denoises.
     *
     * @param noise the latents to start from
     * @param videoSampler at its first step
     * @param audioSampler at its first step
     * @param shareFirstBlock whether the branches may share the first block up to the text; not where that attention is to
     *     be seen in both
     * @return the latents after the last finished step, owned by the scope around, and how many steps were finished
     */
    Result run(
            Latents noise,
            Sampler videoSampler,
            Sampler audioSampler,
            ObservedAttention attention,
            boolean shareFirstBlock,
            @Nullable CaptureSession capture,
            StepListener listener) {
        int steps = videoSampler.schedule().steps();
        Latents latents = noise;
        int done = 0;
        try (GuidedPasses passes = new GuidedPasses(ops, model)) {
            while (done < steps && !listener.stopRequested()) {
                Latents before = latents;
                latents = step(done, before, videoSampler, audioSampler, attention, shareFirstBlock, passes);
                if (done > 0) {
                    before.video().close();
                    before.audio().close();
                }
                if (capture != null) {
                    capture.stepDone(done);
                }
                done++;
                listener.stepDone(done, steps);
            }
        }
        return new Result(withFirstFrame(latents), done);
    }

    /** Hears of finished steps, and may stop the run between them. */
    interface StepListener {
        /** A step is finished. */
        void stepDone(int done, int of);

        /** Whether no further step is to begin. */
        boolean stopRequested();
    }

    /**
     * Where denoising ended.
     *
     * @param latents the latents
     * @param completedSteps steps that were finished
     */
    record Result(Latents latents, int completedSteps) {}

    private Latents step(
            int step,
            Latents before,
            Sampler videoSampler,
            Sampler audioSampler,
            ObservedAttention attention,
            boolean shareFirstBlock,
            GuidedPasses passes) {
        double timestep = videoSampler.schedule().timestep(step);
        try (TensorScope scope = ops.scope()) {
            Latents noisy = withFirstFrame(before);
            var conditional = attention.during(step, timestep, Branch.CONDITIONAL);
            PreparedStep prepared =
                    model.prepare(geometry, noisy, timestep, firstFrame != null, shareFirstBlock ? conditional : null);
            GuidedPasses.Predictions predicted = passes.predict(
                    scope,
                    prepared,
                    new GuidedPasses.Pass(prompt, FusionModel.NO_LAYER, conditional),
                    new GuidedPasses.Pass(
                            negative, guidance.skippedLayer(), attention.during(step, timestep, Branch.NEGATIVE)));
            Latents positive = predicted.conditional();
            Latents opposite = predicted.negative();
            Tensor video = guide(positive.video(), opposite.video(), guidance.video());
            Tensor audio = guide(positive.audio(), opposite.audio(), guidance.audio());
            return new Latents(
                    scope.keep(videoSampler.step(video, noisy.video())),
                    scope.keep(audioSampler.step(audio, noisy.audio())));
        }
    }

    /** {@code negative + scale · (positive − negative)}. */
    private Tensor guide(Tensor positive, Tensor opposite, double scale) {
        return ops.add(opposite, ops.mul(ops.sub(positive, opposite), scale));
    }

    private Latents withFirstFrame(Latents latents) {
        if (firstFrame == null) {
            return latents;
        }
        Tensor rest = ops.narrow(latents.video(), 1, 1, latents.video().size(1) - 1);
        return new Latents(ops.cat(List.of(firstFrame, rest), 1), latents.audio());
    }
}
