package dev.ovi.runtime.bench;

import java.util.stream.IntStream;

/**
 * What attention must give for some of a problem's queries, computed in float64 without any library, and how far a result
 * is from that. Errors are ‖a−b‖/‖b‖ over all heads of the sampled queries.
 */
final class Float64Attention {
    private static final int SAMPLES = 48;

    private final AttentionWorkload workload;
    private final AttentionProblem problem;
    private final int[] rows;
    private final double[][][] outputs;
    private final double[][] maps;

    /** The expectation for queries evenly spread over the problem. */
    Float64Attention(AttentionWorkload workload, AttentionProblem problem) {
        this.workload = workload;
        this.problem = problem;
        int count = Math.min(SAMPLES, workload.queries());
        this.rows = IntStream.range(0, count)
                .map(i -> (int) ((long) i * workload.queries() / count))
                .toArray();
        this.outputs = new double[count][workload.heads()][workload.headDim()];
        this.maps = new double[count][workload.tokens() + 1];
        IntStream.range(0, count).parallel().forEach(this::compute);
    }

    private void compute(int sample) {
        int columns = workload.tokens() + 1;
        for (int head = 0; head < workload.heads(); head++) {
            double[] probabilities = softmax(logits(rows[sample], head));
            for (int column = 0; column < columns; column++) {
                maps[sample][column] += probabilities[column] / workload.heads();
                for (int i = 0; i < workload.headDim(); i++) {
                    outputs[sample][head][i] += probabilities[column] * problem.value(column, head, i);
                }
            }
        }
    }

    /** Of each token, and of all padding together. */
    private double[] logits(int row, int head) {
        double[] logits = new double[workload.tokens() + 1];
        for (int column = 0; column < logits.length; column++) {
            double dot = 0;
            for (int i = 0; i < workload.headDim(); i++) {
                dot += problem.query(row, head, i) * problem.key(column, head, i);
            }
            logits[column] = problem.scale() * dot;
        }
        logits[workload.tokens()] += Math.log((double) workload.padding());
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

    /** The error of what lies in the problem's output. */
    double outputError() {
        double difference = 0;
        double norm = 0;
        for (int sample = 0; sample < rows.length; sample++) {
            for (int head = 0; head < workload.heads(); head++) {
                for (int i = 0; i < workload.headDim(); i++) {
                    double expected = outputs[sample][head][i];
                    double found = problem.out(rows[sample], head, i) - expected;
                    difference += found * found;
                    norm += expected * expected;
                }
            }
        }
        return Math.sqrt(difference / norm);
    }

    /** The error of the first maps in the problem's capture buffer. */
    double mapError(int positions) {
        double difference = 0;
        double norm = 0;
        for (int sample = 0; sample < rows.length; sample++) {
            for (int position = 0; position < positions; position++) {
                double expected = maps[sample][position];
                double found = problem.map(position, rows[sample]) - expected;
                difference += found * found;
                norm += expected * expected;
            }
        }
        return Math.sqrt(difference / norm);
    }
}
