package dev.ovi.api.visual;

import java.util.Locale;
import java.util.Optional;

/** The files of a visualizer that writes an animation, or on request a still. */
public enum PictureFormat {
    /** As {@link AnimationFormat#GIF}. */
    GIF,
    /** As {@link AnimationFormat#MP4}. */
    MP4,
    /** As {@link AnimationFormat#APNG}. */
    APNG,
    /** As {@link AnimationFormat#WEBP}. */
    WEBP,
    /** A still, as {@link FigureFormat#PNG}. */
    PNG;

    /** The format of the animation; absent for a still. */
    public Optional<AnimationFormat> animation() {
        return this == PNG ? Optional.empty() : Optional.of(AnimationFormat.valueOf(name()));
    }

    /** The extension of such a file, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
