package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.UsageException;

/**
 * The size of a GIF to measure.
 *
 * @param width pixels of the video
 * @param height pixels of the video; a legend comes below
 * @param frames pictures of the GIF, one for each step
 */
public record RenderWorkload(int width, int height, int frames) {

    /** @throws UsageException if a size is impossible, with the sizes that are */
    public RenderWorkload {
        requireSide("width", width);
        requireSide("height", height);
        if (frames < 1 || frames > 1000) {
            throw new UsageException("--frames is " + frames + "; expected 1 to 1000");
        }
    }

    private static void requireSide(String name, int found) {
        if (found < 32 || found > 4096 || found % 2 != 0) {
            throw new UsageException("--" + name + " is " + found + "; expected an even number from 32 to 4096");
        }
    }
}
