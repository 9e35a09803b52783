package dev.ovi.runtime.config;

/** A sampler that turns noise into a sample. */
public enum Solver {
    /** UniPC, second order. */
    UNIPC("unipc"),
    /** DPM-Solver++, second order. */
    DPM_PLUS_PLUS("dpm++"),
    /** Euler steps. */
    EULER("euler");

    private final String id;

    Solver(String id) {
        this.id = id;
    }

    /** The name in upstream's configuration, for instance {@code unipc}. */
    public String id() {
        return id;
    }
}
