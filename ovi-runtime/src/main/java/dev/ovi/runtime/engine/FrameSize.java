package dev.ovi.runtime.engine;

/**
 * The size of a video's frames.
 *
 * @param height pixels
 * @param width pixels
 */
public record FrameSize(int height, int width) {
    private static final int MULTIPLE = 32;

    /**
     * The size that the model makes when this one is asked for: scaled to the area that it was trained for, sides rounded
     * to multiples of 32, ties to the even one, as upstream's {@code snap_hw_to_multiple_of_32} does.
     *
     * @param area pixels of a frame that the model was trained for
     */
    public FrameSize snapped(long area) {
        double scale = Math.sqrt(area / ((double) height * width));
        return new FrameSize(snap(height, scale), snap(width, scale));
    }

    private static int snap(int side, double scale) {
        double scaled = Math.rint(side * scale);
        return Math.max(MULTIPLE, (int) Math.rint(scaled / MULTIPLE) * MULTIPLE);
    }

    /** As upstream's file names have it: {@code 512x992}, height first. */
    @Override
    public String toString() {
        return height + "x" + width;
    }
}
