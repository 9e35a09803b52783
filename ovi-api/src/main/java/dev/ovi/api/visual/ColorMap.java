package dev.ovi.api.visual;

import java.util.Locale;

/** Colours for numbers from 0 to 1, 256 of them each. */
public enum ColorMap {
    /** OpenCV's JET: blue is low, red is high. What the original visualization used; not perceptually uniform. */
    JET,
    /** Perceptually uniform, dark blue to yellow. */
    VIRIDIS,
    /** Perceptually uniform, black over red to pale yellow. */
    INFERNO,
    /** A smoother rainbow than {@link #JET}. */
    TURBO,
    /** Diverging, for differences: blue is below, neutral is none, red is above. */
    COOLWARM;

    /** The name in options and legends. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
