package dev.ovi.runtime.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Region;
import dev.ovi.runtime.media.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionPatchesTest {
    /** Edges of boxes lie on a lattice of this many cells in a patch, so that areas can be counted. */
    private static final int CELLS = 8;

    @TempDir
    Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final int height = 1 + random.nextInt(12);
    private final int width = 1 + random.nextInt(12);
    private final RegionPatches patches = new RegionPatches(new PatchGrid(3, height, width));

    @RepeatedTest(50)
    void aPatchIsInABoxThatCoversAtLeastHalfOfIt() {
        Rectangle box = Rectangle.random(random, height * CELLS, width * CELLS);

        assertThat(patches.inside(box.inFractionsOf(height * CELLS, width * CELLS)))
                .as("%s of %d×%d patches, seed %d", box, height, width, seed)
                .isEqualTo(counted(box));
    }

    private BitSet counted(Rectangle box) {
        BitSet inside = new BitSet();
        for (int patch = 0; patch < height * width; patch++) {
            int cells = 0;
            for (int cell = 0; cell < CELLS * CELLS; cell++) {
                int row = patch / width * CELLS + cell / CELLS;
                int column = patch % width * CELLS + cell % CELLS;
                cells += box.contains(row, column) ? 1 : 0;
            }
            inside.set(patch, 2 * cells >= CELLS * CELLS);
        }
        return inside;
    }

    @RepeatedTest(20)
    void aMaskOfABoxIsTheBox() throws IOException {
        Rectangle box = Rectangle.random(random, height * CELLS, width * CELLS);
        var image = new BufferedImage(width * CELLS, height * CELLS, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);

        assertThat(patches.inside(mask(image)))
                .as("%s of %d×%d patches, seed %d", box, height, width, seed)
                .isEqualTo(counted(box));
    }

    @RepeatedTest(20)
    void aMaskOfAnySizeCountsByTheMeanOfItsPixelsInAPatch() throws IOException {
        int rows = 1 + random.nextInt(20);
        int columns = 1 + random.nextInt(20);
        int[][] grey = new int[rows][columns];
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                grey[y][x] = random.nextInt(256);
                image.setRGB(x, y, grey[y][x] * 0x010101);
            }
        }
        // In units of 1/(rows·height) and 1/(columns·width) of the frame, every edge of pixel and patch is whole.
        long[] sums = new long[height * width];
        for (int y = 0; y < rows * height; y++) {
            for (int x = 0; x < columns * width; x++) {
                sums[y / rows * width + x / columns] += grey[y / height][x / width];
            }
        }
        BitSet expected = new BitSet();
        for (int i = 0; i < sums.length; i++) {
            expected.set(i, 2 * sums[i] >= 255L * rows * columns);
        }

        assertThat(patches.inside(mask(image)))
                .as("%d×%d pixels on %d×%d patches, seed %d", rows, columns, height, width, seed)
                .isEqualTo(expected);
    }

    @Test
    void colouredPixelsAreAsBrightAsTheyLook() throws IOException {
        assertThat(patches.inside(mask(plain(Color.YELLOW)))).isEqualTo(patches.all());
        assertThat(patches.inside(mask(plain(Color.BLUE))).isEmpty()).isTrue();
    }

    @Test
    void aMissingMaskIsAWrongCallAndADamagedOneAFailure() throws IOException {
        assertThatThrownBy(() -> patches.inside(new Region.Mask(folder.resolve("none.png"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none.png: there is no such image");
        Path damaged = Files.writeString(folder.resolve("damaged.png"), "no picture");
        assertThatThrownBy(() -> patches.inside(new Region.Mask(damaged)))
                .isInstanceOf(OviException.class)
                .isNotInstanceOf(UsageException.class)
                .hasMessageContaining("damaged.png");
    }

    private static BufferedImage plain(Color color) {
        var image = new BufferedImage(3, 5, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(color);
        pen.fillRect(0, 0, 3, 5);
        return image;
    }

    private Region mask(BufferedImage image) throws IOException {
        Path file = folder.resolve("mask.png");
        Pictures.write(file, image);
        return new Region.Mask(file);
    }

    /** In cells of a lattice; bottom and right are outside. */
    private record Rectangle(int top, int left, int bottom, int right) {
        static Rectangle random(Random random, int rows, int columns) {
            int top = random.nextInt(rows);
            int left = random.nextInt(columns);
            return new Rectangle(
                    top, left, top + 1 + random.nextInt(rows - top), left + 1 + random.nextInt(columns - left));
        }

        boolean contains(int row, int column) {
            return row >= top && row < bottom && column >= left && column < right;
        }

        Region.Box inFractionsOf(double rows, double columns) {
            return new Region.Box(top / rows, left / columns, bottom / rows, right / columns);
        }
    }
}
