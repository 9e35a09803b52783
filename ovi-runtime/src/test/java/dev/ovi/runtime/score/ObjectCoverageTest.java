package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ObjectCoverageTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @RepeatedTest(5)
    void aPatchsShareIsTheMeanOverItsPixelsInAllFramesOfItsLatentFrame() {
        var grid = new PatchGrid(3, 2, 3);
        var frames = new FrameMapping(9, 4);
        int side = 4;
        int width = grid.width() * side;
        int height = grid.height() * side;
        boolean[][] object = new boolean[9][width * height];
        var builder = new ObjectCoverage.Builder(grid, frames);
        for (int frame = 0; frame < 9; frame++) {
            for (int pixel = 0; pixel < object[frame].length; pixel++) {
                object[frame][pixel] = random.nextBoolean();
            }
            boolean[] one = object[frame];
            builder.add(frame, width, height, pixel -> one[pixel]);
        }
        ObjectCoverage coverage = builder.build();

        int[][] framesOfLatent = {{0}, {1, 2, 3, 4}, {5, 6, 7, 8}};
        for (int latent = 0; latent < 3; latent++) {
            for (int patch = 0; patch < grid.frameSize(); patch++) {
                double inside = 0;
                for (int frame : framesOfLatent[latent]) {
                    for (int y = 0; y < side; y++) {
                        for (int x = 0; x < side; x++) {
                            int row = patch / grid.width() * side + y;
                            int column = patch % grid.width() * side + x;
                            inside += object[frame][row * width + column] ? 1 : 0;
                        }
                    }
                }
                assertThat(coverage.of(latent)[patch])
                        .as("seed %d", seed)
                        .isEqualTo(inside / (framesOfLatent[latent].length * side * side));
            }
        }
    }

    @Test
    void framesOfAnySizeAreLaidOverTheGrid() {
        // The left 5 of 10 columns are half of the frame, and the patches are 10/3 columns wide.
        var builder = new ObjectCoverage.Builder(new PatchGrid(1, 1, 3), new FrameMapping(1, 4));

        builder.add(0, 10, 7, pixel -> pixel % 10 < 5);

        // Centres of columns 0-2 lie in patch 0, of 3-6 in patch 1, of 7-9 in patch 2.
        assertThat(builder.build().of(0)).containsExactly(1, 0.5, 0);
    }

    @Test
    void theLargestAreaIsThatOfTheFullestLatentFrame() {
        var builder = new ObjectCoverage.Builder(new PatchGrid(2, 2, 2), new FrameMapping(2, 4));

        builder.add(0, 4, 4, pixel -> pixel == 0);
        builder.add(1, 4, 4, pixel -> pixel < 6);

        assertThat(builder.build().largestArea()).isCloseTo(6 / 16.0, within(1e-15));
    }
}
