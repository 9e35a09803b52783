package dev.ovi.runtime.config;

import java.util.Arrays;

/** The solvers that upstream offers for the flow's differential equation. */
public enum Solver {
    /** UniPC of order 2 with {@code B(h) = e^h − 1} (Zhao et al., 2023): a predictor and a corrector. */
    UNIPC("unipc"),
    /** DPM-Solver++ of order 2, multistep, midpoint (Lu et al., 2022). */
    DPM_PLUS_PLUS("dpm++"),
    /** Euler's method. */
    EULER("euler");

    private final String id;

    Solver(String id) {
        this.id = id;
    }

    /** The name in upstream's configuration, for instance {@code unipc}. */
    public String id() {
        return id;
    }

    /**
     * The solver with this name in upstream's configuration.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Solver ofId(String id) {
        return Arrays.stream(values())
                .filter(solver -> solver.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no solver is called " + id));
    }
}
