package dev.ovi.api.visual;

import java.util.Locale;

/** The files that an animation can become. */
public enum AnimationFormat {
    /** 256 colours from one palette over the whole clip; loops; delays in hundredths of a second. */
    GIF,
    /** H.264 and AAC, plays in browsers; has sound. */
    MP4,
    /** Animated PNG: lossless; loops. */
    APNG,
    /** Animated WebP; loops. */
    WEBP;

    /** The extension of such a file, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
