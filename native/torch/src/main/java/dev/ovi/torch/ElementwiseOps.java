package dev.ovi.torch;

/**
 * Operators that treat each element alike; operands broadcast. A number is an operand that leaves the type of the result to
 * the tensor.
 */
public sealed interface ElementwiseOps permits Ops {
    /** {@code self + other}; its own function, since {@code add.Tensor} has a {@code Scalar alpha}. */
    default Tensor add(Tensor self, Tensor other) {
        return subtract(self, other, -1);
    }

    /** {@code self + other} */
    default Tensor add(Tensor self, double other) {
        try (Tensor number = number(self, other)) {
            return subtract(self, number, -1);
        }
    }

    /** {@code self - other} */
    default Tensor sub(Tensor self, Tensor other) {
        return subtract(self, other, 1);
    }

    private Tensor subtract(Tensor self, Tensor other, double alpha) {
        if (!self.dtype().isFloatingPoint() && !other.dtype().isFloatingPoint()) {
            // The function has a floating-point alpha, which integers refuse.
            try (Tensor one = numberBeside(self, 1)) {
                return addcmul(self, other, one, -alpha);
            }
        }
        return ((Ops) this).direct().subtract(self, other, alpha);
    }

    /** {@code mul.Tensor(Tensor self, Tensor other)} */
    default Tensor mul(Tensor self, Tensor other) {
        return call(Op.MUL).tensor(self).tensor(other).run();
    }

    /** {@code self · other} */
    default Tensor mul(Tensor self, double other) {
        return call(Op.MUL)
                .tensor(self)
                .consumed(numbers().operand(self, other))
                .run();
    }

    /** {@code div.Tensor(Tensor self, Tensor other)} */
    default Tensor div(Tensor self, Tensor other) {
        return call(Op.DIV).tensor(self).tensor(other).run();
    }

    /** {@code self / other} */
    default Tensor div(Tensor self, double other) {
        return call(Op.DIV)
                .tensor(self)
                .consumed(numbers().operand(self, other))
                .run();
    }

    /** {@code self + first · second}, in one pass, rounded once in half precision. */
    default Tensor addcmul(Tensor self, Tensor first, Tensor second) {
        return addcmul(self, first, second, 1);
    }

    /**
     * {@code self + value · first · second}. {@code _foreach_addcmul.Tensor(Tensor[] self, Tensor[] tensor1, Tensor[]
     * tensor2, Tensor scalars) -> Tensor[]}, which has the value in a tensor where {@code addcmul} has a {@code Scalar}.
     */
    default Tensor addcmul(Tensor self, Tensor first, Tensor second, double value) {
        return call(Op.FOREACH_ADDCMUL)
                .tensors(self)
                .tensors(first)
                .tensors(second)
                .consumed(numbers().factor(self, value))
                .runList()
                .getFirst();
    }

    /** {@code self += other}; by {@code addcmul} with a factor of one, since {@code add_} has a {@code Scalar alpha}. */
    default Tensor add_(Tensor self, Tensor other) {
        return addScaled_(self, other, 1);
    }

    /** {@code self += other} */
    default Tensor add_(Tensor self, double other) {
        try (Tensor one = numberBeside(self, 1)) {
            return addScaled_(self, one, other);
        }
    }

    /** {@code self += value · other} */
    default Tensor addScaled_(Tensor self, Tensor other, double value) {
        try (Tensor one = numberBeside(self, 1)) {
            call(Op.FOREACH_ADDCMUL_)
                    .tensors(self)
                    .tensors(other)
                    .tensors(one)
                    .consumed(numbers().factor(self, value))
                    .runVoid();
        }
        return self;
    }

    /** {@code mul_.Tensor(Tensor(a!) self, Tensor other)} */
    default Tensor mul_(Tensor self, Tensor other) {
        return call(Op.MUL_).tensor(self).tensor(other).runInPlace(self);
    }

    /** {@code self *= other} */
    default Tensor mul_(Tensor self, double other) {
        return call(Op.MUL_)
                .tensor(self)
                .consumed(numbers().operand(self, other))
                .runInPlace(self);
    }

    /** The larger of each element and a number. */
    default Tensor maximum(Tensor self, double other) {
        return call(Op.MAXIMUM)
                .tensor(self)
                .consumed(numbers().operand(self, other))
                .run();
    }

    /** The smaller of each element and a number. */
    default Tensor minimum(Tensor self, double other) {
        return call(Op.MINIMUM)
                .tensor(self)
                .consumed(numbers().operand(self, other))
                .run();
    }

    /** Between two numbers; {@code clamp.Tensor} takes them from the host only for a tensor there. */
    default Tensor clamp(Tensor self, double min, double max) {
        try (TensorScope scope = ((Ops) this).scope()) {
            return scope.keep(minimum(maximum(self, min), max));
        }
    }

    /** {@code abs(Tensor self)}; the modulus of complex numbers */
    default Tensor abs(Tensor self) {
        return call(Op.ABS).tensor(self).run();
    }

    /** {@code reciprocal(Tensor self)} */
    default Tensor reciprocal(Tensor self) {
        return call(Op.RECIPROCAL).tensor(self).run();
    }

    /** {@code sqrt(Tensor self)} */
    default Tensor sqrt(Tensor self) {
        return call(Op.SQRT).tensor(self).run();
    }

    /** {@code square(Tensor self)} */
    default Tensor square(Tensor self) {
        return call(Op.SQUARE).tensor(self).run();
    }

    /** {@code exp(Tensor self)} */
    default Tensor exp(Tensor self) {
        return call(Op.EXP).tensor(self).run();
    }

    /** {@code exp_(Tensor(a!) self)} */
    default Tensor exp_(Tensor self) {
        return call(Op.EXP_).tensor(self).runInPlace(self);
    }

    /** {@code log(Tensor self)} */
    default Tensor log(Tensor self) {
        return call(Op.LOG).tensor(self).run();
    }

    /** {@code log10(Tensor self)} */
    default Tensor log10(Tensor self) {
        return call(Op.LOG10).tensor(self).run();
    }

    /** {@code sin(Tensor self)} */
    default Tensor sin(Tensor self) {
        return call(Op.SIN).tensor(self).run();
    }

    /** {@code tanh(Tensor self)} */
    default Tensor tanh(Tensor self) {
        return call(Op.TANH).tensor(self).run();
    }

    /** {@code sigmoid_(Tensor(a!) self)} */
    default Tensor sigmoid_(Tensor self) {
        return call(Op.SIGMOID_).tensor(self).runInPlace(self);
    }

    /** {@code silu(Tensor self)} */
    default Tensor silu(Tensor self) {
        return call(Op.SILU).tensor(self).run();
    }

    /** {@code silu_(Tensor(a!) self)} */
    default Tensor silu_(Tensor self) {
        return call(Op.SILU_).tensor(self).runInPlace(self);
    }

    /** {@code gelu(Tensor self, *, str approximate='tanh')} */
    default Tensor geluTanh(Tensor self) {
        return call(Op.GELU).tensor(self).string(StringArgument.TANH).run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }

    private NumberTensors numbers() {
        return ((Ops) this).numbers();
    }

    private Tensor number(Tensor self, double value) {
        return new Tensor(((Ops) this).torch(), numbers().operand(self, value));
    }

    /** On the device of the tensor: {@code addcmul} takes no number from the host beside one. */
    private Tensor numberBeside(Tensor self, double value) {
        return new Tensor(((Ops) this).torch(), numbers().operandBeside(self, value));
    }
}
