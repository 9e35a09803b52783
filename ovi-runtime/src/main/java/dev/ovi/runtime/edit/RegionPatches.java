package dev.ovi.runtime.edit;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Region;
import dev.ovi.runtime.media.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Which patches of a frame lie in a region: those that a box covers by at least one half, and those where a mask,
 * stretched over the frame, has at least half of full brightness on average.
 */
final class RegionPatches {
    /** Sums of fractions such as 0.1 miss one half by less. */
    private static final double ROUNDING = 1e-9;

    private static final double HALF = 0.5 - ROUNDING;

    private final int height;
    private final int width;

    RegionPatches(PatchGrid grid) {
        this.height = grid.height();
        this.width = grid.width();
    }

    /** How much of a patch lies in a region, from 0 to 1. */
    @FunctionalInterface
    private interface Share {
        double of(int row, int column);
    }

    /** All patches, in order row, column. */
    BitSet all() {
        return patches((row, column) -> 1);
    }

    /**
     * The patches in a region, in order row, column; maybe none.
     *
     * @throws UsageException if there is no such image
     * @throws OviException if an image cannot be read
     */
    BitSet inside(Region region) {
        return switch (region) {
            case Region.Box box ->
                patches((row, column) -> covered(row, height, box.top(), box.bottom())
                        * covered(column, width, box.left(), box.right()));
            case Region.Mask(Path image) -> {
                BufferedImage mask = read(image);
                yield patches((row, column) -> brightness(mask, row, column));
            }
        };
    }

    private BitSet patches(Share share) {
        BitSet inside = new BitSet();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                inside.set(row * width + column, share.of(row, column) >= HALF);
            }
        }
        return inside;
    }

    /** The share of cell i of n equal ones that lies between two fractions of their whole length. */
    private static double covered(int i, int n, double from, double to) {
        return overlap(i, i + 1.0, from * n, to * n);
    }

    private static double overlap(double from, double to, double otherFrom, double otherTo) {
        return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
    }

    private static BufferedImage read(Path image) {
        if (!Files.isRegularFile(image)) {
            throw new UsageException(image + ": there is no such image; mask names one whose bright pixels are inside");
        }
        try {
            return Pictures.read(image);
        } catch (IOException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The mean over the pixels in a patch, each counted by how much of it lies there. */
    private double brightness(BufferedImage mask, int row, int column) {
        double top = (double) row * mask.getHeight() / height;
        double bottom = (row + 1.0) * mask.getHeight() / height;
        double left = (double) column * mask.getWidth() / width;
        double right = (column + 1.0) * mask.getWidth() / width;
        double sum = 0;
        for (int y = (int) top; y < Math.min(Math.ceil(bottom), mask.getHeight()); y++) {
            double down = overlap(y, y + 1.0, top, bottom);
            for (int x = (int) left; x < Math.min(Math.ceil(right), mask.getWidth()); x++) {
                sum += luma(mask.getRGB(x, y)) * down * overlap(x, x + 1.0, left, right);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    /** From 0 to 1, by the weights of ITU-R BT.601. */
    private static double luma(int rgb) {
        return (0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF)) / 255;
    }
}
