package dev.ovi.runtime.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Pixels as {@code 0xRRGGBB}. */
public final class Rgb {
    private Rgb() {}

    /** The pixels of a picture, row by row: as they are where possible, and otherwise a copy. */
    public static int[] pixels(BufferedImage picture) {
        boolean whole = picture.getType() == BufferedImage.TYPE_INT_RGB
                && picture.getRaster().getParent() == null
                && picture.getRaster().getDataBuffer().getSize() == picture.getWidth() * picture.getHeight();
        return whole
                ? ((DataBufferInt) picture.getRaster().getDataBuffer()).getData()
                : picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }

    /** {@code (1 − share) · below + share · above}, rounded. */
    public static int mix(int below, int above, double share) {
        return channel(below >> 16, above >> 16, share) << 16
                | channel(below >> 8, above >> 8, share) << 8
                | channel(below, above, share);
    }

    private static int channel(int below, int above, double share) {
        return (int) ((1 - share) * (below & 0xFF) + share * (above & 0xFF) + 0.5);
    }
}
