package dev.ovi.runtime.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The size of a video's frames.
 *
 * @param height pixels
 * @param width pixels
 */
public record FrameSize(int height, int width) {
    private static final int MULTIPLE = 32;

    /** How many rows of 32 pixels more or fewer are tried for a given first frame. */
    private static final int REACH = 3;

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

    /**
     * The size that the model makes of a given first frame: multiples of 32 whose area is nearest to the one that it was
     * trained for and, among those, whose proportions are nearest to the image's; upstream's
     * {@code preprocess_image_tensor}.
     *
     * @param area pixels of a frame that the model was trained for
     */
    public FrameSize fitted(int area) {
        double proportion = width / (double) height;
        long units = Math.max(1, area / (MULTIPLE * MULTIPLE));
        int rows = (int) Math.max(1, Math.rint(Math.sqrt(units / proportion)));
        List<FrameSize> candidates = new ArrayList<>();
        for (int change = -REACH; change <= REACH; change++) {
            int p = Math.max(1, rows + change);
            int q = (int) Math.max(1, Math.rint(p * proportion));
            candidates.add(new FrameSize(p * MULTIPLE, q * MULTIPLE));
        }
        double scale = Math.sqrt(area / ((double) height * width));
        candidates.add(new FrameSize(round(height * scale), round(width * scale)));
        return candidates.stream()
                .min(Comparator.comparingLong((FrameSize size) -> Math.abs((long) size.height * size.width - area))
                        .thenComparingDouble(size -> Math.abs(size.width / (double) size.height - proportion)))
                .orElseThrow();
    }

    private static int round(double side) {
        return Math.max(MULTIPLE, (int) Math.rint(side / MULTIPLE) * MULTIPLE);
    }

    private static int snap(int side, double scale) {
        double scaled = Math.rint(side * scale);
        return round(scaled);
    }

    /** As upstream's file names have it: {@code 512x992}, height first. */
    @Override
    public String toString() {
        return height + "x" + width;
    }
}
