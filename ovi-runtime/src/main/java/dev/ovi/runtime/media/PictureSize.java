package dev.ovi.runtime.media;

import dev.ovi.api.visual.Animation;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * The size that all pictures of a clip have.
 *
 * @param width pixels
 * @param height pixels
 */
public record PictureSize(int width, int height) {

    /** The size that a picture has. */
    public static PictureSize of(BufferedImage picture) {
        return new PictureSize(picture.getWidth(), picture.getHeight());
    }

    /**
     * Draws an animation's first picture.
     *
     * @throws IllegalArgumentException if there is none, or its speed is impossible
     */
    static BufferedImage first(Animation animation) throws IOException {
        if (animation.frames() < 1) {
            throw new IllegalArgumentException("an animation of " + animation.frames() + " frames cannot be shown");
        }
        requireSpeed(animation.framesPerSecond());
        return animation.painter().paint(0);
    }

    /** @throws IllegalArgumentException if the number of frames a second is impossible */
    static void requireSpeed(double framesPerSecond) {
        if (!(framesPerSecond > 0.01 && framesPerSecond <= 1000)) {
            throw new IllegalArgumentException(framesPerSecond + " frames a second cannot be shown");
        }
    }

    /** The picture, if it has this size. */
    BufferedImage require(BufferedImage picture, int index) {
        if (picture.getWidth() != width || picture.getHeight() != height) {
            throw new IllegalArgumentException(
                    "frame " + index + " of the clip is " + of(picture) + ", the frames before it are " + this);
        }
        return picture;
    }

    @Override
    public String toString() {
        return width + "×" + height;
    }
}
