package dev.ovi.api.visual;

import java.util.Locale;

/** The files that a figure can become. */
public enum FigureFormat {
    /** Pixels, 24 bits each. */
    PNG,
    /** Lines and letters as shapes, sharp at every size and the same on machines without fonts; pictures as pixels. */
    SVG;

    /** The extension of such a file, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
