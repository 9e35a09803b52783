package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.tensor.DType;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedLinearTest {
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
    void linearMapsWithAndWithoutWhatFollowsThemEqualACalculationInDouble(int rows, int in, int out) {
        Random random = new Random(seed);
        float[] x = normal(random, rows * in);
        float[] w = normal(random, out * in);
        float[] b = normal(random, out);
        float[] y = normal(random, rows * out);
        try (TensorScope scope = ops.scope()) {
            Tensor input = ops.tensor(x, rows, in);
            Tensor weight = ops.tensor(w, out, in);
            Tensor bias = ops.tensor(b, out);

            float[] plain = ops.linear(input, weight, bias).toFloats();
            float[] unbiased = ops.linear(input, weight, null).toFloats();
            float[] added =
                    ops.linearAdd(input, weight, bias, ops.tensor(y, rows, out)).toFloats();

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
                    assertThat((double) added[at]).as("seed %d", seed).isCloseTo(sum + y[at], within(FLOAT32_ROUNDING));
                }
            }
        }
    }

    @Test
    void inBfloat16TheCombinationEqualsItsParts() {
        Random random = new Random(seed);
        try (TensorScope scope = ops.scope()) {
            Tensor input = ops.to(ops.tensor(normal(random, 12 * 16), 12, 16), DType.BFLOAT16);
            Tensor weight = ops.to(ops.tensor(normal(random, 8 * 16), 8, 16), DType.BFLOAT16);
            Tensor other = ops.to(ops.tensor(normal(random, 12 * 8), 12, 8), DType.BFLOAT16);
            Tensor linear = ops.linear(input, weight, null);

            assertThat(ops.linearAdd(input, weight, null, other).toFloats())
                    .as("seed %d", seed)
                    .isEqualTo(ops.add(linear, other).toFloats());
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
