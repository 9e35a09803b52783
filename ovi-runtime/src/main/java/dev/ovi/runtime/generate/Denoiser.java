package dev.ovi.runtime.generate;

import dev.ovi.api.attention.Branch;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.model.fusion.AttentionCaller;
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
public record Denoiser(
        Compute compute,
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
    public record Guidance(double video, double audio, int skippedLayer) {}

    /**
     * Where denoising ended.
     *
     * @param latents the latents
     * @param completedSteps steps that were finished
     */
    public record Result(Latents latents, int completedSteps) {}

    /** Hears of each step as it goes on. Latents are valid while a call runs, and must not be changed. */
    public interface Listener {

        /** Both branches have predicted a velocity. */
        default void predicted(Latents conditional, Latents negative) {}

        /** A step is finished. */
        void stepDone(int done, int of, Latents latents);

        /** Whether no further step is to begin. */
        default boolean stopRequested() {
            return false;
        }
    }

    /**
     * Denoises.
     *
     * @param noise the latents to start from
     * @param videoSampler at its first step
     * @param audioSampler at its first step
     * @return the latents after the last finished step, owned by the scope around, and how many steps were finished
     */
    public Result run(
            Latents noise, Sampler videoSampler, Sampler audioSampler, ObservedAttention attention, Listener listener) {
        int steps = videoSampler.schedule().steps();
        Latents latents = noise;
        int done = 0;
        try (GuidedPasses passes = new GuidedPasses(compute, model)) {
            while (done < steps && !listener.stopRequested()) {
                Latents before = latents;
                latents = step(done, before, videoSampler, audioSampler, attention, passes, listener);
                if (done > 0) {
                    before.video().close();
                    before.audio().close();
                }
                attention.stepDone(done);
                done++;
                listener.stepDone(done, steps, latents);
            }
        }
        return new Result(withFirstFrame(latents), done);
    }

    private Latents step(
            int step,
            Latents before,
            Sampler videoSampler,
            Sampler audioSampler,
            ObservedAttention attention,
            GuidedPasses passes,
            Listener listener) {
        double timestep = videoSampler.schedule().timestep(step);
        try (TensorScope scope = compute.ops().scope()) {
            Latents noisy = withFirstFrame(before);
            var ofPrompt = attention.during(step, timestep, Branch.CONDITIONAL);
            var ofNegative = attention.during(step, timestep, Branch.NEGATIVE);
            PreparedStep prepared = prepare(noisy, timestep, attention.mayShareBetweenBranches() ? ofPrompt : null);
            GuidedPasses.Predictions predicted = passes.predict(
                    scope,
                    prepared,
                    new GuidedPasses.Pass(prompt, FusionModel.NO_LAYER, ofPrompt),
                    new GuidedPasses.Pass(negative, guidance.skippedLayer(), ofNegative));
            Latents towards = predicted.conditional();
            Latents away = predicted.negative();
            listener.predicted(towards, away);
            Tensor video = guide(towards.video(), away.video(), guidance.video());
            Tensor audio = guide(towards.audio(), away.audio(), guidance.audio());
            return new Latents(
                    scope.keep(videoSampler.step(video, noisy.video())),
                    scope.keep(audioSampler.step(audio, noisy.audio())));
        }
    }

    /**
     * Does what both branches have in common.
     *
     * @param noisy with the given first frame in its place
     * @param shared the attention for the first block up to the text, or {@code null} to compute that in each branch
     */
    public PreparedStep prepare(Latents noisy, double timestep, @Nullable AttentionCaller shared) {
        return model.prepare(geometry, noisy, timestep, firstFrame != null, shared);
    }

    /** {@code negative + scale · (conditional − negative)}. */
    private Tensor guide(Tensor conditional, Tensor negative, double scale) {
        Ops ops = compute.ops();
        return ops.add(negative, ops.mul(ops.sub(conditional, negative), scale));
    }

    /** The latents whose first frame is the given one, where one was given. */
    public Latents withFirstFrame(Latents latents) {
        if (firstFrame == null) {
            return latents;
        }
        Ops ops = compute.ops();
        Tensor rest = ops.narrow(latents.video(), 1, 1, latents.video().size(1) - 1);
        return new Latents(ops.cat(List.of(firstFrame, rest), 1), latents.audio());
    }
}
