package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Operators that fold dimensions, and normalisations by what they fold to. */
public sealed interface ReductionOps permits Ops {
    /**
     * Over some dimensions; all of them if none is named. {@code sum.dim_IntList(Tensor self, int[1]? dim, bool
     * keepdim=False, *, ScalarType? dtype=None)}
     */
    default Tensor sum(Tensor self, boolean keepDim, long... dims) {
        return call(Op.SUM).tensor(self).someIntegers(dims).bool(keepDim).none().run();
    }

    /** {@code mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None)} */
    default Tensor mean(Tensor self, boolean keepDim, long... dims) {
        return call(Op.MEAN)
                .tensor(self)
                .someIntegers(dims)
                .bool(keepDim)
                .none()
                .run();
    }

    /** {@code amax(Tensor self, int[1] dim=[], bool keepdim=False)} */
    default Tensor amax(Tensor self, boolean keepDim, long... dims) {
        return call(Op.AMAX).tensor(self).integers(dims).bool(keepDim).run();
    }

    /** {@code softmax.int(Tensor self, int dim, ScalarType? dtype=None)}, of the elements converted to a type. */
    default Tensor softmax(Tensor self, long dim, DType dtype) {
        return call(Op.SOFTMAX).tensor(self).integer(dim).optionalDtype(dtype).run();
    }

    /**
     * {@code _softmax.out(Tensor self, int dim, bool half_to_float, *, Tensor(a!) out)}: the softmax in memory that is there
     * already and is not that of {@code self}.
     */
    default Tensor softmaxOut(Tensor out, Tensor self, long dim) {
        return call(Op.SOFTMAX_OUT)
                .tensor(self)
                .integer(dim)
                .bool(false)
                .tensor(out)
                .runInPlace(out);
    }

    /**
     * Over the last dimensions, as many as {@code normalizedShape} has. {@code layer_norm(Tensor input, SymInt[]
     * normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True)}
     */
    default Tensor layerNorm(
            Tensor input, @Nullable Tensor weight, @Nullable Tensor bias, double eps, long... normalizedShape) {
        return call(Op.LAYER_NORM)
                .tensor(input)
                .integers(normalizedShape)
                .optional(weight)
                .optional(bias)
                .number(eps)
                .bool(true)
                .run();
    }

    /** {@code rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None)} */
    default Tensor rmsNorm(Tensor input, @Nullable Tensor weight, double eps, long... normalizedShape) {
        return call(Op.RMS_NORM)
                .tensor(input)
                .integers(normalizedShape)
                .optional(weight)
                .someNumber(eps)
                .run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }
}
