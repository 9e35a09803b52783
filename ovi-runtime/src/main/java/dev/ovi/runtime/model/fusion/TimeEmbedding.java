package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * From a timestep to the modulation of a backbone: a sinusoid, two linear maps, and a projection to six vectors.
 *
 * <p>Source: {@code sinusoidal_embedding_1d} and {@code WanModel.prepare_transformer_block_kwargs} in upstream's
 * {@code ovi/modules/model.py}.
 *
 * @param first {@code [dim, frequencyDim]}
 * @param second {@code [dim, dim]}
 * @param projection {@code [6·dim, dim]}
 * @param frequencyDim width of the sinusoid
 * @param dim width of the backbone
 */
record TimeEmbedding(Linear first, Linear second, Linear projection, int frequencyDim, int dim) {
    private static final double LONGEST_PERIOD = 10_000;

    static TimeEmbedding load(Linear.Loader linear, Weights backbone, BackboneConfiguration configuration) {
        int dim = configuration.dim();
        return new TimeEmbedding(
                linear.load(backbone.at("time_embedding.0"), dim, configuration.freqDim()),
                linear.load(backbone.at("time_embedding.2"), dim, dim),
                linear.load(backbone.at("time_projection.1"), 6 * dim, dim),
                configuration.freqDim(),
                dim);
    }

    /**
     * Embeds the distinct timesteps of a sequence.
     *
     * @param timesteps one for each entry of {@code rows}, in 0…1000
     */
    TimeConditioning embed(Compute compute, double[] timesteps, List<Rows> rows) {
        Ops ops = compute.ops();
        Tensor sinusoid = ops.tensor(sinusoids(timesteps, frequencyDim), timesteps.length, frequencyDim);
        Tensor input = ops.to(sinusoid, compute.dtype(), compute.device()); // [S, frequencyDim]
        Tensor embedding = second.apply(ops, ops.silu(first.apply(ops, input))); // [S, dim]
        Tensor projected = projection.apply(ops, ops.silu(embedding)); // [S, 6·dim]
        return new TimeConditioning(rows, embedding, ops.view(projected, timesteps.length, 6, dim));
    }

    /** Cosines first, then sines, of the timestep over periods that grow geometrically: {@code [S, size]}. */
    static double[] sinusoids(double[] timesteps, int size) {
        int half = size / 2;
        double[] values = new double[timesteps.length * size];
        for (int row = 0; row < timesteps.length; row++) {
            for (int i = 0; i < half; i++) {
                double angle = timesteps[row] * Math.pow(LONGEST_PERIOD, -(double) i / half);
                values[row * size + i] = Math.cos(angle);
                values[row * size + half + i] = Math.sin(angle);
            }
        }
        return values;
    }
}
