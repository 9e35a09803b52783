package dev.ovi.runtime.edit;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import java.util.BitSet;
import java.util.Set;

/**
 * Queries of one kind of attention.
 *
 * @param chosen their positions
 * @param size how many queries there are
 */
record QuerySet(BitSet chosen, int size) {

    /**
     * The patches of the latent frames that some of the video frames belong to. A latent frame stands for several video
     * frames and cannot be edited in part.
     *
     * @param videoFrames video frames
     * @param inside the patches of a frame, in order row, column
     */
    static QuerySet video(PatchGrid grid, FrameMapping mapping, Set<Integer> videoFrames, BitSet inside) {
        BitSet chosen = new BitSet();
        for (int videoFrame : videoFrames) {
            int first = mapping.latentFrame(videoFrame) * grid.frameSize();
            inside.stream().forEach(patch -> chosen.set(first + patch));
        }
        return new QuerySet(chosen, grid.size());
    }

    /**
     * The audio positions that are heard during some of the video frames, if only in part. Sound and video are equally
     * long, so with V frames and P positions, frame f lasts from {@code f·P/V} to {@code (f+1)·P/V} positions.
     */
    static QuerySet audio(PatchGrid grid, FrameMapping mapping, Set<Integer> videoFrames) {
        int positions = grid.size();
        BitSet chosen = new BitSet();
        for (int frame : videoFrames) {
            chosen.set(
                    frame * positions / mapping.videoFrames(),
                    Math.ceilDiv((frame + 1) * positions, mapping.videoFrames()));
        }
        return new QuerySet(chosen, positions);
    }

    boolean isAll() {
        return chosen.cardinality() == size;
    }
}
