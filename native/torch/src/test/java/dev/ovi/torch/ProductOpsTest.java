package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TorchExtension.class)
class ProductOpsTest {
    /** Float32 sums of products, some dozen terms of size up to 4. */
    private static final double ROUNDING = 1e-5;

    /** Float32 sums of up to 48 products of size up to 4, each rounded once: far below this. */
    private static final double ROUNDING_OF_LONG_SUMS = 1e-4;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ProductOpsTest() {
        System.out.println("ProductOpsTest seed " + seed);
    }

    private static double sum(int terms, IntToDoubleFunction term) {
        double total = 0;
        for (int i = 0; i < terms; i++) {
            total += term.applyAsDouble(i);
        }
        return total;
    }

    @Test
    void matrixProductsAgreeWithLoops(Ops ops) {
        Nd a = Nd.random(random, 2, 3, 7);
        Nd b = Nd.random(random, 2, 7, 5);
        Nd expected = Nd.of(new int[] {2, 3, 5}, i -> sum(7, k -> a.at(i[0], i[1], k) * b.at(i[0], k, i[2])));
        assertClose(ops.matmul(a.tensor(ops), b.tensor(ops)), expected, ROUNDING);
        assertClose(ops.bmm(a.tensor(ops), b.tensor(ops)), expected, ROUNDING);
        Tensor there = expected.map(v -> Double.NaN).tensor(ops);
        assertThat(ops.bmmOut(there, a.tensor(ops), b.tensor(ops))).isSameAs(there);
        assertClose(there, expected, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "22, 48, 96", "130, 31, 7"})
    void linearMapsAgreeWithLoops(int rows, int in, int out, Ops ops) {
        Nd x = Nd.random(random, 2, rows, in);
        Nd weight = Nd.random(random, out, in);
        Nd bias = Nd.random(random, out);
        Nd projected = Nd.of(new int[] {2, rows, out}, i -> sum(in, k -> x.at(i[0], i[1], k) * weight.at(i[2], k)));
        assertClose(ops.linear(x.tensor(ops), weight.tensor(ops), null), projected, ROUNDING_OF_LONG_SUMS);
        assertClose(
                ops.linear(x.tensor(ops), weight.tensor(ops), bias.tensor(ops)),
                Nd.of(projected.shape(), i -> projected.at(i) + bias.at(i[2])),
                ROUNDING_OF_LONG_SUMS);
    }

    @Test
    void attentionAndItsLogsumexpAgreeWithSoftmaxInDouble(Ops ops) {
        Nd q = Nd.random(random, 1, 2, 5, 8);
        Nd k = Nd.random(random, 1, 2, 9, 8);
        Nd v = Nd.random(random, 1, 2, 9, 8);
        Nd mask = Nd.random(random, 1, 1, 5, 9);
        double scale = 0.3;
        for (boolean masked : new boolean[] {false, true}) {
            Nd scores = Nd.of(
                    new int[] {1, 2, 5, 9},
                    i -> scale * sum(8, d -> q.at(0, i[1], i[2], d) * k.at(0, i[1], i[3], d))
                            + (masked ? mask.at(0, 0, i[2], i[3]) : 0));
            Nd lse = scores.fold(3, 0, (s, x) -> s + Math.exp(x)).map(Math::log);
            Nd expected = Nd.of(
                    new int[] {1, 2, 5, 8},
                    i -> sum(
                            9,
                            j -> Math.exp(scores.at(0, i[1], i[2], j) - lse.at(0, i[1], i[2], 0))
                                    * v.at(0, i[1], j, i[3])));
            Tensor additive = masked ? mask.tensor(ops) : null;
            ProductOps.Attention fused = ops.scaledDotProductFlashAttentionForCpu(
                    q.tensor(ops), k.tensor(ops), v.tensor(ops), additive, scale);
            assertClose(fused.output(), expected, ROUNDING);
            assertClose(fused.logsumexp(), lse.reshaped(1, 2, 5), ROUNDING);
            assertThat(fused.logsumexp().dtype()).isEqualTo(DType.FLOAT32);
            assertClose(
                    ops.scaledDotProductAttention(q.tensor(ops), k.tensor(ops), v.tensor(ops), additive, scale),
                    expected,
                    ROUNDING);
        }
    }
}
