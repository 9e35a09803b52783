package dev.ovi.runtime.model.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixelTensorsTest {
    private final long seed = System.nanoTime();
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void numbersBecomeBytesByTruncation() {
        float[] values = {-1, -1.5f, 1, 1.5f, 0, -0.9999f, 0.9999f, 2f / 255 - 1 + 1e-6f, 2f / 255 - 1 - 1e-6f};
        try (TensorScope scope = ops.scope()) {
            Tensor bytes = PixelTensors.toBytes(ops, ops.tensor(values, 3, 1, 1, 3)); // colour, T, row, column

            assertThat(bytes.shape()).containsExactly(1, 1, 3, 3);
            assertThat(bytes.toLongs()).containsExactly(0, 255, 254, 0, 127, 1, 255, 0, 0);
        }
    }

    @Test
    void bytesSurviveTheWayToNumbersAndBackUpToTruncation() {
        byte[] bytes = new byte[2 * 4 * 6 * 3];
        new Random(seed).nextBytes(bytes);
        try (TensorScope scope = ops.scope()) {
            Tensor original = ops.tensor(bytes, 2, 4, 6, 3);
            long[] before = original.toLongs();
            long[] after = PixelTensors.toBytes(ops, PixelTensors.fromBytes(ops, original))
                    .toLongs();

            for (int i = 0; i < before.length; i++) {
                assertThat(before[i] - after[i])
                        .as("seed %d, byte %d", seed, before[i])
                        .isBetween(0L, 1L);
            }
        }
    }

    @Test
    void patchesHoldTheColumnsOfAColourBeforeItsRows() {
        float[] values = new float[3 * 2 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = i; // colour·4 + row·2 + column
        }
        try (TensorScope scope = ops.scope()) {
            Tensor patches = PixelTensors.toPatches(ops, ops.tensor(values, 3, 1, 2, 2));

            assertThat(patches.toFloats()).containsExactly(0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11);
        }
    }

    @Test
    void patchesAreUndoneExactly() {
        Random random = new Random(seed);
        float[] values = new float[3 * 5 * 4 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        try (TensorScope scope = ops.scope()) {
            Tensor frames = ops.tensor(values, 3, 5, 4, 8);

            assertThat(PixelTensors.fromPatches(ops, PixelTensors.toPatches(ops, frames))
                            .toFloats())
                    .as("seed %d", seed)
                    .containsExactly(values);
        }
    }
}
