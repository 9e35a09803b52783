package dev.ovi.runtime.sampler;

import dev.ovi.runtime.config.Solver;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * Takes one latent from noise to the clean latent, step by step. The model predicts the velocity {@code v = ε − x0} of
 * the flow {@code x = (1−σ)·x0 + σ·ε}, so that the clean latent it believes in is {@code x0 = x − σ·v}.
 *
 * <p>A sampler remembers earlier predictions: each latent of each run needs its own, and it must be closed.
 */
public interface Sampler extends AutoCloseable {

    /** A sampler for one latent of one run, at the first step of a schedule of the same solver. */
    static Sampler start(Solver solver, NoiseSchedule schedule, Ops ops) {
        return switch (solver) {
            case UNIPC -> new MultistepSampler(schedule, true, ops);
            case DPM_PLUS_PLUS -> new MultistepSampler(schedule, false, ops);
            case EULER -> new EulerSampler(schedule, ops);
        };
    }

    /** The timesteps to ask the model about, and the noise levels in between. */
    NoiseSchedule schedule();

    /**
     * Does the next step.
     *
     * @param velocity the model's prediction at the step's timestep, of any shape
     * @param latent the latent at the start of the step, of the same shape
     * @return the latent at the end of the step, with the type of {@code latent}
     * @throws IllegalStateException if all steps are done
     */
    Tensor step(Tensor velocity, Tensor latent);

    /** Frees the predictions that are remembered. */
    @Override
    void close();
}
