package dev.ovi.runtime.media;

import java.util.Arrays;

/**
 * Pixels in the order of the buckets in which FFmpeg's palettegen counts their colours. It looks colours up one pixel after
 * the other in lists of up to hundreds, which lie all over the memory: with the pixels of a bucket together, its list is
 * fetched once a frame instead of once a pixel.
 *
 * <p>Counts do not depend on the order of pixels, and within a bucket pixels keep theirs: a palette comes out as it would
 * have, bit for bit.
 */
final class PaletteOrder {
    /** As many as palettegen has; with another number it would only be slower. */
    private static final int BUCKETS = 1 << 15;

    private final int[] next = new int[BUCKETS];

    /**
     * Copies pixels into the order of their buckets.
     *
     * @param pixels {@code 0xRRGGBB}; all are opaque to FFmpeg
     * @param ordered for as many
     */
    void copy(int[] pixels, int[] ordered) {
        Arrays.fill(next, 0);
        for (int pixel : pixels) {
            next[bucket(pixel)]++;
        }
        int start = 0;
        for (int i = 0; i < BUCKETS; i++) {
            int count = next[i];
            next[i] = start;
            start += count;
        }
        for (int pixel : pixels) {
            ordered[next[bucket(pixel)]++] = pixel;
        }
    }

    /** Chris Wellons's lowbias32, by which FFmpeg spreads colours. */
    private static int bucket(int color) {
        int hash = color | FramePixels.OPAQUE;
        hash = (hash ^ hash >>> 16) * 0x7FEB352D;
        hash = (hash ^ hash >>> 15) * 0x846CA68B;
        return (hash ^ hash >>> 16) & (BUCKETS - 1);
    }
}
