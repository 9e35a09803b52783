package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
    /** Sums of up to 81 products of numbers below 4, each rounded once: far below this. */
    private static final double FLOAT32_ROUNDING = 1e-4;

    private final long seed = System.nanoTime();
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 3, 3, 1, 1", "3, 5, 3, 1, 2, 0", "1, 4, 1, 3, 1, 1", "3, 12, 1, 1, 1, 0"})
    void a3dConvolutionOfChannelsLastInputEqualsACalculationInDouble(
            int in, int out, int timeKernel, int spaceKernel, int timeStride, int spacePadding) {
        Random random = new Random(seed);
        int t = 5;
        int h = 6;
        int w = 7;
        float[] x = normal(random, t * h * w * in);
        float[] weights = normal(random, out * in * timeKernel * spaceKernel * spaceKernel);
        float[] biases = normal(random, out);
        try (TensorScope scope = ops.scope()) {
            Tensor input = ops.unsqueeze(ops.permute(ops.tensor(x, t, h, w, in), 3, 0, 1, 2), 0);
            Tensor weight = ops.tensor(weights, out, in, timeKernel, spaceKernel, spaceKernel);

            Tensor result =
                    ops.conv3d(input, weight, ops.tensor(biases, out), new long[] {timeStride, 1, 1}, new long[] {
                        0, spacePadding, spacePadding
                    });

            int outT = (t - timeKernel) / timeStride + 1;
            int outH = h + 2 * spacePadding - spaceKernel + 1;
            int outW = w + 2 * spacePadding - spaceKernel + 1;
            assertThat(result.shape()).containsExactly(1, out, outT, outH, outW);
            float[] y = result.toFloats();
            for (int i = 0; i < y.length; i++) {
                int column = i % outW;
                int row = i / outW % outH;
                int frame = i / (outW * outH) % outT;
                int channel = i / (outW * outH * outT);
                double sum = biases[channel];
                for (int c = 0; c < in; c++) {
                    for (int dt = 0; dt < timeKernel; dt++) {
                        for (int dy = 0; dy < spaceKernel; dy++) {
                            for (int dx = 0; dx < spaceKernel; dx++) {
                                int sy = row + dy - spacePadding;
                                int sx = column + dx - spacePadding;
                                if (sy >= 0 && sy < h && sx >= 0 && sx < w) {
                                    int at = ((frame * timeStride + dt) * h + sy) * w + sx;
                                    int tap = ((channel * in + c) * timeKernel + dt) * spaceKernel + dy;
                                    sum += (double) x[at * in + c] * weights[tap * spaceKernel + dx];
                                }
                            }
                        }
                    }
                }
                assertThat((double) y[i]).as("seed %d, element %d", seed, i).isCloseTo(sum, within(FLOAT32_ROUNDING));
            }
        }
    }

    @Test
    void anUnscopedTensorOutlivesItsScope() {
        Tensor kept;
        try (TensorScope outer = ops.scope();
                TensorScope inner = ops.scope()) {
            kept = ops.tensor(new float[] {1}, 1).unscoped();
            ops.mul(kept, 2);
        }
        assertThat(kept.isClosed()).isFalse();
        kept.close();
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
