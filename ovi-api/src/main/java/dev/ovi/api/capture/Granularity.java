package dev.ovi.api.capture;

import java.util.Locale;

/** How finely maps are kept within a step. Finer ones contain the coarser ones as means. */
public enum Granularity {
    /** The mean over layers and heads. */
    STEP,
    /** Each layer, the mean over heads. */
    LAYER,
    /** Each head of each layer. */
    HEAD;

    /** The name in configuration. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
