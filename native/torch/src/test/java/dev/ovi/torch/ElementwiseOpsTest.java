package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class ElementwiseOpsTest {
    /** A few roundings of float32, and what its transcendental functions may be off by. */
    private static final double FEW_ULPS = 2e-6;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ElementwiseOpsTest() {
        System.out.println("ElementwiseOpsTest seed " + seed);
    }

    private interface Unary {
        Tensor apply(Tensor x);
    }

    private interface Binary {
        Tensor apply(Tensor x, Tensor y);
    }

    private void unary(Ops ops, Unary op, DoubleUnaryOperator expected, double low, double high) {
        Nd x = Nd.between(random, low, high, 3, 7);
        assertClose(op.apply(x.tensor(ops)), x.map(expected), FEW_ULPS);
    }

    private void binary(Ops ops, Binary op, DoubleBinaryOperator expected) {
        Nd x = Nd.between(random, 0.5, 3, 3, 7);
        Nd row = Nd.between(random, 0.5, 3, 1, 7);
        Nd broadcast = Nd.of(new int[] {3, 7}, i -> row.at(0, i[1]));
        assertClose(op.apply(x.tensor(ops), row.tensor(ops)), x.with(broadcast, expected), FEW_ULPS);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void functionsOfOneTensorAgreeWithJava(Ops ops) {
        unary(ops, ops::abs, Math::abs, -2, 2);
        unary(ops, ops::reciprocal, x -> 1 / x, 0.1, 4);
        unary(ops, ops::sqrt, Math::sqrt, 0, 9);
        unary(ops, ops::square, x -> x * x, -3, 3);
        unary(ops, ops::exp, Math::exp, -5, 5);
        unary(ops, ops::log, Math::log, 0.01, 50);
        unary(ops, ops::log10, Math::log10, 0.01, 50);
        unary(ops, ops::sin, Math::sin, -6, 6);
        unary(ops, ops::tanh, Math::tanh, -4, 4);
        unary(ops, ops::silu, x -> x * sigmoid(x), -8, 8);
        unary(
                ops,
                ops::geluTanh,
                x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
                -4,
                4);
        unary(ops, x -> ops.clamp(x, -0.5, 1.25), x -> Math.clamp(x, -0.5, 1.25), -2, 2);
    }

    @Test
    void functionsOfTwoTensorsBroadcastAndAgreeWithJava(Ops ops) {
        binary(ops, ops::add, Double::sum);
        binary(ops, ops::sub, (x, y) -> x - y);
        binary(ops, ops::mul, (x, y) -> x * y);
        binary(ops, ops::div, (x, y) -> x / y);
    }

    @Test
    void functionsOfATensorAndANumberAgreeWithJava(Ops ops) {
        unary(ops, x -> ops.add(x, 0.1), x -> x + 0.1, -2, 2);
        unary(ops, x -> ops.mul(x, 0.1), x -> x * 0.1, -2, 2);
        unary(ops, x -> ops.div(x, 0.3), x -> x / 0.3, -2, 2);
        unary(ops, x -> ops.maximum(x, 0.25), x -> Math.max(x, 0.25), -2, 2);
        unary(ops, x -> ops.minimum(x, 0.25), x -> Math.min(x, 0.25), -2, 2);
    }

    @Test
    void aNumberLeavesTheTypeOfTheTensorAlone(Ops ops) {
        for (DType dtype :
                new DType[] {DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.INT64, DType.INT32}) {
            for (int[] shape : new int[][] {{}, {3}}) {
                Tensor x = Nd.of(shape, i -> 6).tensor(ops, dtype);
                for (Tensor result :
                        new Tensor[] {ops.mul(x, 2), ops.add(x, 2), ops.maximum(x, 2), ops.clamp(x, 1, 7)}) {
                    assertThat(result.dtype()).isEqualTo(dtype);
                }
                assertThat(ops.mul(x, 2).toDoubles()).containsOnly(12);
                assertThat(ops.add(x, -2).toDoubles()).containsOnly(4);
            }
        }
    }

    @Test
    void aNumberIsNotRoundedToHalfPrecisionBeforeItIsUsed(Ops ops) {
        Tensor x = ops.to(ops.tensor(new float[] {200}, 1), DType.BFLOAT16);
        // Exactly 200·1.0035 = 200.7 → 201; with the factor rounded to bfloat16 (1.0) it would stay 200.
        assertThat(ops.mul(x, 1.0035).toFloats()).containsExactly(201);
    }

    @Test
    void addcmulAddsAScaledProduct(Ops ops) {
        Nd x = Nd.random(random, 3, 4);
        Nd y = Nd.random(random, 3, 4);
        Nd gate = Nd.random(random, 1, 4);
        assertClose(
                ops.addcmul(x.tensor(ops), y.tensor(ops), gate.tensor(ops)),
                Nd.of(x.shape(), i -> x.at(i) + gate.at(0, i[1]) * y.at(i)),
                FEW_ULPS);
        assertClose(
                ops.addcmul(x.tensor(ops), y.tensor(ops), gate.tensor(ops), -0.5),
                Nd.of(x.shape(), i -> x.at(i) - 0.5 * gate.at(0, i[1]) * y.at(i)),
                FEW_ULPS);
    }

    @Test
    void inPlaceMethodsChangeTheirFirstArgument(Ops ops) {
        Nd x = Nd.random(random, 3, 4);
        Nd y = Nd.between(random, 0.5, 2, 3, 4);
        Tensor t = x.tensor(ops);
        assertThat(ops.add_(t, y.tensor(ops))).isSameAs(t);
        assertClose(t, x.with(y, Double::sum), FEW_ULPS);
        assertClose(ops.mul_(x.tensor(ops), y.tensor(ops)), x.with(y, (a, b) -> a * b), FEW_ULPS);
        assertClose(ops.mul_(x.tensor(ops), 0.3), x.map(a -> a * 0.3), FEW_ULPS);
        assertClose(ops.addScaled_(x.tensor(ops), y.tensor(ops), -2), x.with(y, (a, b) -> a - 2 * b), FEW_ULPS);
        assertClose(ops.sigmoid_(x.tensor(ops)), x.map(ElementwiseOpsTest::sigmoid), FEW_ULPS);
        assertClose(ops.silu_(x.tensor(ops)), x.map(a -> a * sigmoid(a)), FEW_ULPS);
        assertClose(ops.exp_(x.tensor(ops)), x.map(Math::exp), FEW_ULPS);
    }

    @Test
    void additionInHalfPrecisionEqualsOneRoundingOfTheExactSum(Ops ops) {
        Nd x = Nd.random(random, 64);
        Nd y = Nd.random(random, 64);
        Tensor a = x.tensor(ops, DType.BFLOAT16);
        Tensor b = y.tensor(ops, DType.BFLOAT16);
        double[] first = a.toDoubles();
        double[] second = b.toDoubles();
        Nd sum = Nd.of(new int[] {64}, i -> first[i[0]] + second[i[0]]);
        double[] rounded = sum.tensor(ops, DType.BFLOAT16).toDoubles();
        assertThat(ops.add(a, b).toDoubles()).containsExactly(rounded);
        assertThat(ops.add_(ops.copy(a), b).toDoubles()).containsExactly(rounded);
    }

    @Test
    void moreNumbersThanAreRememberedStillCompute(Ops ops) {
        Tensor x = ops.tensor(new double[] {1, -3}, 2);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 600; i++) {
                try (Tensor product = ops.mul(x, i / 7.0)) {
                    assertThat(product.toDoubles()).containsExactly(i / 7.0, -3 * (i / 7.0));
                }
            }
        }
    }

    @Test
    void complexNumbersMultiplyAsPairsOfReals(Ops ops) {
        Tensor a = ops.viewAsComplex(ops.tensor(new float[] {1, 2, 3, -1}, 2, 2));
        Tensor b = ops.viewAsComplex(ops.tensor(new float[] {0, 1, 2, 5}, 2, 2));
        assertThat(ops.viewAsReal(ops.mul(a, b)).toFloats()).containsExactly(-2, 1, 11, 13);
    }
}
