package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class ReductionOpsTest {
    /** Float32 sums of some dozen numbers of size 1. */
    private static final double ROUNDING = 4e-6;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ReductionOpsTest() {
        System.out.println("ReductionOpsTest seed " + seed);
    }

    @Test
    void reductionsAgreeWithLoops(Ops ops) {
        Nd x = Nd.random(random, 3, 4, 5);
        Tensor t = x.tensor(ops);
        Nd sum = x.fold(1, 0, Double::sum);
        assertClose(ops.sum(t, true, 1), sum, ROUNDING);
        assertClose(ops.sum(t, false, 1), sum.reshaped(3, 5), ROUNDING);
        assertClose(ops.mean(t, true, -2), sum.map(v -> v / 4), ROUNDING);
        assertClose(
                ops.mean(t, false, 1, 2),
                sum.fold(2, 0, Double::sum).map(v -> v / 20).reshaped(3),
                ROUNDING);
        assertThat(ops.sum(t, false).rank()).isZero();
        assertClose(ops.amax(t, true, 2), x.fold(2, -9, Math::max), 0);
    }

    @Test
    void softmaxSumsToOneAndKeepsRatios(Ops ops) {
        Nd x = Nd.between(random, -5, 5, 3, 6);
        Nd total = x.fold(1, 0, (s, v) -> s + Math.exp(v));
        Nd expected = Nd.of(x.shape(), i -> Math.exp(x.at(i)) / total.at(i[0], 0));
        assertClose(ops.softmax(x.tensor(ops), -1, DType.FLOAT32), expected, ROUNDING);
        Tensor wide = ops.softmax(x.tensor(ops), 1, DType.FLOAT64);
        assertThat(wide.dtype()).isEqualTo(DType.FLOAT64);
        assertClose(wide, expected, 1e-12);
        Tensor there = x.map(v -> Double.NaN).tensor(ops);
        assertThat(ops.softmaxOut(there, x.tensor(ops), 1)).isSameAs(there);
        assertClose(there, expected, ROUNDING);
    }

    @Test
    void normalisationsAgreeWithTheirDefinitions(Ops ops) {
        Nd x = Nd.random(random, 4, 8);
        Nd weight = Nd.random(random, 8);
        Nd bias = Nd.random(random, 8);
        Nd mean = x.fold(1, 0, Double::sum).map(v -> v / 8);
        Nd variance = Nd.of(x.shape(), i -> Math.pow(x.at(i) - mean.at(i[0], 0), 2))
                .fold(1, 0, Double::sum)
                .map(v -> v / 8);
        Nd plain = Nd.of(x.shape(), i -> (x.at(i) - mean.at(i[0], 0)) / Math.sqrt(variance.at(i[0], 0) + 1e-3));
        assertClose(ops.layerNorm(x.tensor(ops), null, null, 1e-3, 8), plain, ROUNDING);
        assertClose(
                ops.layerNorm(x.tensor(ops), weight.tensor(ops), bias.tensor(ops), 1e-3, 8),
                Nd.of(x.shape(), i -> plain.at(i) * weight.at(i[1]) + bias.at(i[1])),
                ROUNDING);
        Nd square = x.fold(1, 0, (s, v) -> s + v * v).map(v -> v / 8);
        assertClose(
                ops.rmsNorm(x.tensor(ops), weight.tensor(ops), 1e-3, 8),
                Nd.of(x.shape(), i -> x.at(i) / Math.sqrt(square.at(i[0], 0) + 1e-3) * weight.at(i[1])),
                ROUNDING);
    }
}
