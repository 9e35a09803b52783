package dev.ovi.runtime.model.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortcutsTest {
    private final long seed = System.nanoTime();
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 1, 2", "4, 8, 2, 2", "8, 4, 2, 2", "6, 6, 1, 1", "2, 4, 2, 1"})
    void duplicatingDealsChannelsOutByTheirIndex(int in, int out, int timeFactor, int spaceFactor) {
        int t = 2;
        int h = 2;
        int w = 3;
        float[] x = random(t * h * w * in);
        try (TensorScope scope = ops.scope()) {
            Tensor y = Shortcuts.duplicateUp(ops, ops.tensor(x, t, h, w, in), out, timeFactor, spaceFactor);

            assertThat(y.shape())
                    .containsExactly((long) t * timeFactor, (long) h * spaceFactor, (long) w * spaceFactor, out);
            float[] values = y.toFloats();
            int factor = timeFactor * spaceFactor * spaceFactor;
            int i = 0;
            for (int frame = 0; frame < t * timeFactor; frame++) {
                for (int row = 0; row < h * spaceFactor; row++) {
                    for (int column = 0; column < w * spaceFactor; column++) {
                        for (int channel = 0; channel < out; channel++) {
                            int inside = (frame % timeFactor * spaceFactor + row % spaceFactor) * spaceFactor
                                    + column % spaceFactor;
                            int source = (channel * factor + inside) / (out * factor / in);
                            int pixel = (frame / timeFactor * h + row / spaceFactor) * w + column / spaceFactor;
                            assertThat(values[i++]).as("seed %d", seed).isEqualTo(x[pixel * in + source]);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 8, 1, 2", "4, 8, 2, 2", "8, 8, 2, 2", "6, 6, 1, 1"})
    void averagingUndoesDuplicating(int small, int large, int timeFactor, int spaceFactor) {
        float[] x = random(3 * 2 * 5 * large);
        try (TensorScope scope = ops.scope()) {
            Tensor pixels = ops.tensor(x, 3, 2, 5, large);
            Tensor spread = Shortcuts.duplicateUp(ops, pixels, small, timeFactor, spaceFactor);
            Tensor back = Shortcuts.averageDown(ops, spread, large, timeFactor, spaceFactor);

            assertThat(back.shape()).isEqualTo(pixels.shape());
            assertThat(back.toFloats()).as("seed %d", seed).containsExactly(x, within(1e-6f)); // one rounded mean
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void framesThatAreMissingAtTheFrontCountAsZeros(int frames) {
        float[] x = random(frames);
        try (TensorScope scope = ops.scope()) {
            Tensor averaged = Shortcuts.averageDown(ops, ops.tensor(x, frames, 1, 1, 1), 1, 2, 1);

            assertThat(averaged.size(0)).isEqualTo((frames + 1) / 2);
            assertThat(averaged.toFloats()[0]).as("seed %d", seed).isEqualTo(x[0] / 2);
        }
    }

    private float[] random(int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
