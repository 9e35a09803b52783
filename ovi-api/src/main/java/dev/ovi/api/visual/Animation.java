package dev.ovi.api.visual;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Moving pictures, drawn one by one when they are needed. While {@link Canvas#animation} writes one picture, the painter may
 * draw the next on another thread. The visualizer's thread waits in {@code animation} for all of them, and each call of the
 * painter sees what was done before it: a painter needs no locks for what it alone uses.
 *
 * @param frames how many pictures, at least 1
 * @param framesPerSecond how many are shown in a second, above 0.01 and at most 1000
 * @param painter draws a picture; called once for each index, ascending, one call after the other but perhaps on another
 *     thread; all pictures have the same size
 * @param sound a video file whose sound goes with it, for formats that have sound; others leave it out
 */
public record Animation(int frames, double framesPerSecond, Painter painter, Optional<Path> sound) {

    /** Draws one picture of an animation. */
    @FunctionalInterface
    public interface Painter {
        /**
         * Draws a picture.
         *
         * @param index which, from 0
         * @return the picture, {@link BufferedImage#TYPE_INT_RGB}
         * @throws IOException if a frame of the video below it cannot be decoded
         */
        BufferedImage paint(int index) throws IOException;
    }

    /** An animation without sound. */
    public static Animation silent(int frames, double framesPerSecond, Painter painter) {
        return new Animation(frames, framesPerSecond, painter, Optional.empty());
    }
}
