package dev.ovi.api.contract;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.tensor.DType;
import java.lang.foreign.Arena;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One call of attention with random inputs, and what it must give, computed in float64. */
final class AttentionCase {
    final int heads;
    final int queries;
    final int keys;
    final int headDim;
    final long paddingCount;
    final GuardedTensor query;
    final GuardedTensor key;
    final GuardedTensor value;
    final @Nullable GuardedTensor bias;
    final DType dtype;
    private final double scale;

    AttentionCase(Arena arena, RandomGenerator random, DType dtype, Shape shape) {
        this(arena, random, dtype, shape, false, false, false);
    }

    /** @param biasRepeated for heads, queries and keys, whether the bias repeats itself along them */
    AttentionCase(Arena arena, RandomGenerator random, DType dtype, Shape shape, boolean... biasRepeated) {
        this.dtype = dtype;
        this.heads = shape.heads;
        this.queries = shape.queries;
        this.keys = shape.keys;
        this.headDim = shape.headDim;
        this.paddingCount = shape.paddingCount;
        this.scale = 1 / Math.sqrt(headDim);
        // A deviation of 1.5 gives logits of about ±2.25: peaked, as trained attention is, without underflow.
        this.query = GuardedTensor.strided(arena, dtype, random, heads, queries, headDim)
                .fillNormal(random, 1.5);
        this.key = GuardedTensor.strided(arena, dtype, random, heads, keys, headDim)
                .fillNormal(random, 1.5);
        this.value = GuardedTensor.strided(arena, dtype, random, heads, keys, headDim)
                .fillNormal(random, 1);
        this.bias = shape.bias ? bias(arena, random, biasRepeated) : null;
    }

    /**
     * The sizes of a case.
     *
     * @param bias whether there is an additive bias, with some keys removed
     */
    record Shape(int heads, int queries, int keys, int headDim, long paddingCount, boolean bias) {

        /** Sizes drawn at random, small enough for a reference in float64. */
        static Shape random(RandomGenerator random) {
            return new Shape(
                    random.nextInt(1, 7),
                    random.nextInt(1, 150),
                    random.nextInt(2, 90),
                    8 * random.nextInt(1, 17),
                    random.nextBoolean() ? random.nextInt(1, 500) : 0,
                    false);
        }

        Shape withBias() {
            return new Shape(heads, queries, keys, headDim, paddingCount, true);
        }
    }

    private GuardedTensor bias(Arena arena, RandomGenerator random, boolean... repeated) {
        GuardedTensor values =
                GuardedTensor.repeated(arena, DType.FLOAT32, new long[] {heads, queries, keys}, repeated);
        for (int h = 0; h < heads; h++) {
            for (int q = 0; q < queries; q++) {
                for (int k = 0; k < keys; k++) {
                    boolean removed = k > 0 && !repeated[2] && random.nextInt(10) == 0;
                    values.set(removed ? Double.NEGATIVE_INFINITY : random.nextGaussian(), h, q, k);
                }
            }
        }
        return values;
    }

    /** A place in a run for so many queries. */
    static AttentionSite site(int queries) {
        return new AttentionSite(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                0,
                999,
                0,
                new PatchGrid(1, 1, Math.max(queries, 1)),
                null);
    }

    AttentionInputs inputs() {
        return AttentionInputs.builder(site(queries), query.view(), key.view(), value.view())
                .scale(scale)
                .paddingCount(paddingCount)
                .bias(bias == null ? null : bias.view())
                .build();
    }

    /** The probabilities of every key, {@code [heads][queries][keys]}; padding's share in the last column. */
    double[][][] probabilities() {
        double[][][] probabilities = new double[heads][queries][];
        for (int h = 0; h < heads; h++) {
            for (int q = 0; q < queries; q++) {
                probabilities[h][q] = softmax(logits(h, q));
            }
        }
        return probabilities;
    }

    /** The output, {@code [heads, queries, headDim]} in row-major order. */
    double[] output() {
        double[][][] probabilities = probabilities();
        double[] output = new double[heads * queries * headDim];
        int at = 0;
        for (int h = 0; h < heads; h++) {
            for (int q = 0; q < queries; q++) {
                for (int d = 0; d < headDim; d++) {
                    double sum = 0;
                    for (int k = 0; k < keys; k++) {
                        sum += probabilities[h][q][k] * value.get(h, k, d);
                    }
                    output[at++] = sum;
                }
            }
        }
        return output;
    }

    private double[] logits(int h, int q) {
        double[] logits = new double[keys];
        for (int k = 0; k < keys; k++) {
            double dot = 0;
            for (int d = 0; d < headDim; d++) {
                dot += query.get(h, q, d) * key.get(h, k, d);
            }
            logits[k] = scale * dot + (bias == null ? 0 : bias.get(h, q, k));
        }
        if (paddingCount > 0) {
            logits[keys - 1] += Math.log((double) paddingCount);
        }
        return logits;
    }

    private static double[] softmax(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        double[] result = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            result[i] = Math.exp(logits[i] - max);
            sum += result[i];
        }
        for (int i = 0; i < logits.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    @Override
    public String toString() {
        return dtype + ", " + heads + " heads, " + queries + " queries, " + keys + " keys, width " + headDim
                + ", padding " + paddingCount + (bias == null ? "" : ", bias");
    }
}
