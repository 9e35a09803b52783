package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearOpTest {
    /** Sums of up to 48 products of numbers below 4, each rounded once: far below this. */
    private static final double FLOAT32_ROUNDING = 1e-4;

    private final long seed = System.nanoTime();
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "22, 48, 96", "130, 31, 7"})
    void linearMapsEqualACalculationInDouble(int rows, int in, int out) {
        Random random = new Random(seed);
        float[] x = normal(random, rows * in);
        float[] w = normal(random, out * in);
        float[] b = normal(random, out);
        try (TensorScope scope = ops.scope()) {
            Tensor input = ops.tensor(x, rows, in);
            Tensor weight = ops.tensor(w, out, in);
            Tensor bias = ops.tensor(b, out);

            float[] plain = ops.linear(input, weight, bias).toFloats();
            float[] unbiased = ops.linear(input, weight, null).toFloats();

            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < out; column++) {
                    int at = row * out + column;
                    double product = 0;
                    for (int i = 0; i < in; i++) {
                        product += (double) x[row * in + i] * w[column * in + i];
                    }
                    double sum = product + b[column];
                    assertThat((double) unbiased[at]).as("seed %d", seed).isCloseTo(product, within(FLOAT32_ROUNDING));
                    assertThat((double) plain[at]).as("seed %d", seed).isCloseTo(sum, within(FLOAT32_ROUNDING));
                }
            }
        }
    }

    @Test
    void complexNumbersMultiplyAsPairsOfReals() {
        try (TensorScope scope = ops.scope()) {
            Tensor a = ops.viewAsComplex(ops.tensor(new float[] {1, 2, 3, -1}, 2, 2));
            Tensor b = ops.viewAsComplex(ops.tensor(new float[] {0, 1, 2, 5}, 2, 2));

            assertThat(ops.viewAsReal(ops.mul(a, b)).toFloats()).containsExactly(-2, 1, 11, 13);
        }
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
