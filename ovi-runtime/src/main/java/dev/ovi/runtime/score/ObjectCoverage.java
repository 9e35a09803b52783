package dev.ovi.runtime.score;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Ground truth on the grid of a map: how much of each patch an object fills, over all pixels of the patch in all video
 * frames that its latent frame stands for.
 */
public final class ObjectCoverage {
    private final double[][] shares; // [F, H·W], from 0 to 1

    private ObjectCoverage(double[][] shares) {
        this.shares = shares;
    }

    /** The shares of a latent frame, row by row; not copied, and not to be changed. */
    double[] of(int latentFrame) {
        return shares[latentFrame];
    }

    /** How much of a latent frame the object fills, from 0 to 1. */
    double area(int latentFrame) {
        return Arrays.stream(shares[latentFrame]).average().orElse(0);
    }

    /** How much the object fills of the latent frame that it fills most of. */
    public double largestArea() {
        double largest = 0;
        for (int frame = 0; frame < shares.length; frame++) {
            largest = Math.max(largest, area(frame));
        }
        return largest;
    }

    /** Counts an object's pixels, video frame by video frame. */
    static final class Builder {
        private final PatchGrid grid;
        private final FrameMapping frames;
        private final long[][] inside;
        private final long[][] all;

        Builder(PatchGrid grid, FrameMapping frames) {
            this.grid = grid;
            this.frames = frames;
            inside = new long[grid.frames()][grid.frameSize()];
            all = new long[grid.frames()][grid.frameSize()];
        }

        /**
         * Adds a video frame. It may be of another size than the video, since only where a pixel lies counts: in the patch
         * that holds its centre.
         *
         * @param isObject by {@code y·width + x}
         */
        void add(int videoFrame, int width, int height, IntPredicate isObject) {
            int latentFrame = frames.latentFrame(videoFrame);
            for (int y = 0; y < height; y++) {
                int row = (int) ((2L * y + 1) * grid.height() / (2L * height)) * grid.width();
                for (int x = 0; x < width; x++) {
                    int patch = row + (int) ((2L * x + 1) * grid.width() / (2L * width));
                    all[latentFrame][patch]++;
                    if (isObject.test(y * width + x)) {
                        inside[latentFrame][patch]++;
                    }
                }
            }
        }

        /** What was added. */
        ObjectCoverage build() {
            double[][] shares = new double[grid.frames()][grid.frameSize()];
            for (int frame = 0; frame < shares.length; frame++) {
                for (int patch = 0; patch < shares[frame].length; patch++) {
                    shares[frame][patch] = (double) inside[frame][patch] / Math.max(all[frame][patch], 1);
                }
            }
            return new ObjectCoverage(shares);
        }
    }
}
