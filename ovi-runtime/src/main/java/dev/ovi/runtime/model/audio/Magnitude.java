package dev.ovi.runtime.model.audio;

import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * Operations that keep the magnitude of activations: those of "Analyzing and Improving the Training Dynamics of Diffusion
 * Models" (Karras et al., 2024), equations 47, 66, 81 and 88.
 */
final class Magnitude {
    /** The standard deviation of SiLU over a standard normal input. */
    private static final double SILU_MAGNITUDE = 0.596;

    private static final double SHORTEST = 1e-4;

    private Magnitude() {}

    /** SiLU divided by its magnitude. */
    static Tensor silu(Ops ops, Tensor x) {
        return ops.div(ops.silu(x), SILU_MAGNITUDE);
    }

    /** {@code (1−t)·a + t·b}, divided by what that does to the magnitude of independent a and b. */
    static Tensor sum(Ops ops, Tensor a, Tensor b, double t) {
        return ops.div(ops.add(ops.mul(a, 1 - t), ops.mul(b, t)), Math.sqrt((1 - t) * (1 - t) + t * t));
    }

    /** Divides each vector along a dimension by the root mean square of its elements. */
    static Tensor normalize(Ops ops, Tensor x, int dimension) {
        Tensor squares = ops.square(ops.to(x, DType.FLOAT32));
        Tensor rms = ops.sqrt(ops.mean(squares, true, dimension)); // 1 along the dimension
        return ops.div(x, ops.to(ops.add(rms, SHORTEST), x.dtype()));
    }

    /**
     * The weight of a magnitude-preserving convolution: each output's taps scaled to unit length.
     *
     * @param weight {@code [out, in, kernel]}, float32
     * @return the same shape
     */
    static Tensor normalizeWeight(Ops ops, Tensor weight) {
        long taps = weight.size(1) * weight.size(2);
        Tensor rows = ops.reshape(weight, weight.size(0), taps); // [out, in·kernel]
        return ops.reshape(ops.mul(normalize(ops, rows, 1), 1 / Math.sqrt((double) taps)), weight.shape());
    }
}
