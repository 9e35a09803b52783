package dev.ovi.runtime.config;

import java.nio.file.Path;

/** A part of the picture that an edit is limited to. */
public sealed interface Region {

    /**
     * A rectangle, in fractions of the frame's height and width.
     *
     * @param top from 0 to 1
     * @param left from 0 to 1
     * @param bottom above {@code top}, up to 1
     * @param right above {@code left}, up to 1
     */
    record Box(double top, double left, double bottom, double right) implements Region {
        /** @throws IllegalArgumentException if it is empty or reaches outside the frame */
        public Box {
            if (!(0 <= top && top < bottom && bottom <= 1 && 0 <= left && left < right && right <= 1)) {
                throw new IllegalArgumentException(
                        "a box is [top, left, bottom, right] in fractions of the frame, with 0 ≤ top < bottom ≤ 1 and"
                                + " 0 ≤ left < right ≤ 1");
            }
        }
    }

    /**
     * An image whose bright pixels are inside.
     *
     * @param image a picture of any size
     */
    record Mask(Path image) implements Region {}
}
