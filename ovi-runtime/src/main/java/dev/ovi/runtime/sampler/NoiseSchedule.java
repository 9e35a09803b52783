package dev.ovi.runtime.sampler;

import dev.ovi.runtime.config.Solver;
import java.util.Arrays;

/**
 * The noise levels σ that a sampler visits, and the timesteps that the model is told at each of them.
 *
 * <p>A latent at noise level σ is {@code (1−σ)·x0 + σ·ε}. σ falls from about 1 (noise) to exactly 0 (the clean latent),
 * so a schedule of n steps has n timesteps and n + 1 noise levels. Noise levels are rounded to float32, as upstream
 * keeps them.
 *
 * <p>The <em>shift</em> s > 0 moves steps towards the noisy end: {@code σ ↦ s·σ / (1 + (s−1)·σ)}.
 */
public final class NoiseSchedule {
    private final double[] timesteps;
    private final double[] sigmas;

    private NoiseSchedule(double[] timesteps, double[] sigmas) {
        this.timesteps = timesteps;
        this.sigmas = sigmas;
    }

    /**
     * The noise levels and timesteps that a solver visits.
     *
     * @param steps the number of steps, at least 1
     * @param shift the shift, above 0; 1 leaves the steps alone
     * @param trainTimesteps the number of timesteps the model was trained with: 1000 for Ovi
     * @throws IllegalArgumentException if there is no step, or the shift is not above 0
     */
    public static NoiseSchedule of(Solver solver, int steps, double shift, int trainTimesteps) {
        if (steps < 1 || !(shift > 0) || Double.isInfinite(shift)) {
            throw new IllegalArgumentException(
                    "a schedule of " + steps + " steps with shift " + shift + "; expected 1 or more, and above 0");
        }
        return switch (solver) {
            case UNIPC -> uniPc(steps, shift, trainTimesteps);
            case DPM_PLUS_PLUS -> dpmPlusPlus(steps, shift, trainTimesteps);
            case EULER -> euler(steps, shift, trainTimesteps);
        };
    }

    /**
     * The schedule of upstream's {@code FlowUniPCMultistepScheduler}: noise levels evenly spaced from
     * {@code 1 − 1/trainTimesteps} to 0, then shifted; timesteps truncated to integers.
     */
    private static NoiseSchedule uniPc(int steps, double shift, int trainTimesteps) {
        double first = (float) (1.0 - 1.0 / trainTimesteps);
        return truncated(evenlySpaced(first, 0, steps + 1), shift, trainTimesteps);
    }

    /**
     * The schedule that upstream's engine gives to {@code FlowDPMSolverMultistepScheduler}: noise levels evenly spaced
     * from 1 to 0, then shifted; timesteps truncated to integers.
     */
    private static NoiseSchedule dpmPlusPlus(int steps, double shift, int trainTimesteps) {
        return truncated(evenlySpaced(1, 0, steps + 1), shift, trainTimesteps);
    }

    /**
     * The schedule of diffusers' {@code FlowMatchEulerDiscreteScheduler}: evenly spaced from 1 to the shifted
     * {@code 1/trainTimesteps}, then shifted (again, for the lower end); timesteps are not truncated.
     */
    private static NoiseSchedule euler(int steps, double shift, int trainTimesteps) {
        double last = (float) shifted(1.0 / trainTimesteps, shift);
        double[] sigmas = new double[steps + 1];
        double[] timesteps = new double[steps];
        double[] spaced = evenlySpaced(1, last, steps);
        for (int i = 0; i < steps; i++) {
            sigmas[i] = (float) shifted(spaced[i], shift);
            timesteps[i] = (float) (sigmas[i] * trainTimesteps);
        }
        return new NoiseSchedule(timesteps, sigmas);
    }

    /** The last of {@code spaced} is the end of the schedule, which is 0 whatever the shift. */
    private static NoiseSchedule truncated(double[] spaced, double shift, int trainTimesteps) {
        int steps = spaced.length - 1;
        double[] sigmas = new double[steps + 1];
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            double sigma = shifted(spaced[i], shift);
            timesteps[i] = (long) (sigma * trainTimesteps);
            sigmas[i] = (float) sigma;
        }
        return new NoiseSchedule(timesteps, sigmas);
    }

    private static double shifted(double sigma, double shift) {
        return shift * sigma / (1 + (shift - 1) * sigma);
    }

    /** As NumPy's {@code linspace}: {@code start + i·step}, with the end set exactly. */
    private static double[] evenlySpaced(double start, double end, int count) {
        double step = count == 1 ? 0 : (end - start) / (count - 1);
        double[] values = new double[count];
        Arrays.setAll(values, i -> i * step + start);
        if (count > 1) {
            values[count - 1] = end;
        }
        return values;
    }

    /** The number of steps. */
    public int steps() {
        return timesteps.length;
    }

    /** What the model is told at a step: from {@code trainTimesteps} (noise) down to 0. */
    public double timestep(int step) {
        return timesteps[step];
    }

    /** All timesteps, one a step; a copy. */
    public double[] timesteps() {
        return timesteps.clone();
    }

    /** The noise level at the start of a step; of {@code steps()}, the level 0 at the end. */
    public double sigma(int step) {
        return sigmas[step];
    }

    /** All noise levels, one more than there are steps; a copy. */
    public double[] sigmas() {
        return sigmas.clone();
    }

    void checkStep(int step) {
        if (step >= steps()) {
            throw new IllegalStateException("all " + steps() + " steps are done");
        }
    }

    /** Half the logarithm of the signal-to-noise ratio, {@code log((1−σ)/σ)}; −∞ at σ = 1, +∞ at σ = 0. */
    double lambda(int step) {
        return Math.log(1 - sigmas[step]) - Math.log(sigmas[step]);
    }
}
