package dev.ovi.runtime.sampler;

import dev.ovi.torch.Ops;
import java.util.Arrays;

/** The solvers that upstream offers, under the names of its configuration key {@code solver_name}. */
public enum Solver {
    /** UniPC of order 2 with {@code B(h) = e^h − 1} (Zhao et al., 2023): a predictor and a corrector. */
    UNIPC("unipc"),
    /** DPM-Solver++ of order 2, multistep, midpoint (Lu et al., 2022). */
    DPM_PLUS_PLUS("dpm++"),
    /** Euler's method. */
    EULER("euler");

    private final String configName;

    Solver(String configName) {
        this.configName = configName;
    }

    /** The name in configurations. */
    public String configName() {
        return configName;
    }

    /**
     * The solver with this name in configurations.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Solver ofConfigName(String name) {
        return Arrays.stream(values())
                .filter(solver -> solver.configName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no solver is called " + name));
    }

    /**
     * The noise levels and timesteps this solver visits.
     *
     * @param steps the number of steps, at least 1
     * @param shift how far the steps are moved towards the noisy end, above 0; 1 leaves them alone
     * @param trainTimesteps the number of timesteps the model was trained with: 1000 for Ovi
     */
    public NoiseSchedule schedule(int steps, double shift, int trainTimesteps) {
        return switch (this) {
            case UNIPC -> NoiseSchedule.uniPc(steps, shift, trainTimesteps);
            case DPM_PLUS_PLUS -> NoiseSchedule.dpmPlusPlus(steps, shift, trainTimesteps);
            case EULER -> NoiseSchedule.euler(steps, shift, trainTimesteps);
        };
    }

    /** A sampler for one latent of one run, at the first step of a schedule of this solver. */
    public Sampler start(NoiseSchedule schedule, Ops ops) {
        return switch (this) {
            case UNIPC -> new MultistepSampler(schedule, true, ops);
            case DPM_PLUS_PLUS -> new MultistepSampler(schedule, false, ops);
            case EULER -> new EulerSampler(schedule, ops);
        };
    }
}
