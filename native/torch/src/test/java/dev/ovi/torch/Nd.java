package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A dense array of float64 numbers, for computing in plain Java what libtorch ought to give. */
record Nd(double[] data, int... shape) {

    interface Element {
        double at(int[] index);
    }

    static Nd of(int[] shape, Element element) {
        double[] data = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        int[] index = new int[shape.length];
        for (int position = 0; position < data.length; position++) {
            data[position] = element.at(index);
            for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
                index[d] = 0;
            }
        }
        return new Nd(data, shape);
    }

    /** Numbers that float32 holds exactly, evenly spread. */
    static Nd between(Random random, double low, double high, int... shape) {
        return of(shape, index -> (float) random.nextDouble(low, high));
    }

    static Nd random(Random random, int... shape) {
        return between(random, -2, 2, shape);
    }

    double at(int... index) {
        int position = 0;
        for (int d = 0; d < shape.length; d++) {
            position = position * shape[d] + index[d];
        }
        return data[position];
    }

    Nd map(DoubleUnaryOperator function) {
        return new Nd(Arrays.stream(data).map(function).toArray(), shape);
    }

    /** Combines with an array of the same shape. */
    Nd with(Nd other, DoubleBinaryOperator function) {
        return of(shape, index -> function.applyAsDouble(at(index), other.at(index)));
    }

    /** Folds one dimension, which becomes 1 wide. */
    Nd fold(int dim, double start, DoubleBinaryOperator function) {
        int[] folded = shape.clone();
        folded[dim] = 1;
        return of(folded, index -> {
            int[] from = index.clone();
            double value = start;
            for (from[dim] = 0; from[dim] < shape[dim]; from[dim]++) {
                value = function.applyAsDouble(value, at(from));
            }
            return value;
        });
    }

    Nd reshaped(int... other) {
        return new Nd(data, other);
    }

    long[] longShape() {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    Tensor tensor(Ops ops) {
        return tensor(ops, DType.FLOAT32);
    }

    Tensor tensor(Ops ops, DType dtype) {
        return ops.to(ops.tensor(data, longShape()), dtype);
    }

    /** Compares shape and elements; the tolerance is relative to the larger of 1 and the expected element. */
    static void assertClose(Tensor actual, Nd expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.longShape());
        double[] values = actual.toDoubles();
        for (int i = 0; i < values.length; i++) {
            double wanted = expected.data[i];
            assertThat(Math.abs(values[i] - wanted) / Math.max(1, Math.abs(wanted)))
                    .as("element %d of %s is %s, expected %s", i, actual, values[i], wanted)
                    .isLessThanOrEqualTo(tolerance);
        }
    }
}
