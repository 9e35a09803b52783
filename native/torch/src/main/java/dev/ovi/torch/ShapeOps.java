package dev.ovi.torch;

import java.util.List;

/** Views of other shapes, and operators that move elements without computing: joining, repeating, picking. */
public sealed interface ShapeOps permits Ops {
    /** {@code embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False)} */
    default Tensor embedding(Tensor weight, Tensor indices) {
        return call(Op.EMBEDDING)
                .tensor(weight)
                .tensor(indices)
                .integer(-1)
                .bool(false)
                .bool(false)
                .run();
    }

    /** {@code reshape(Tensor self, SymInt[] shape)}; a view where the strides allow it */
    default Tensor reshape(Tensor self, long... shape) {
        return call(Op.RESHAPE).tensor(self).integers(shape).run();
    }

    /** {@code view(Tensor self, SymInt[] size)}; refused where the strides do not allow it */
    default Tensor view(Tensor self, long... shape) {
        return call(Op.VIEW).tensor(self).integers(shape).run();
    }

    /** {@code flatten.using_ints(Tensor self, int start_dim=0, int end_dim=-1)} */
    default Tensor flatten(Tensor self, long start, long end) {
        return call(Op.FLATTEN).tensor(self).integer(start).integer(end).run();
    }

    /**
     * The last dimension, of size two, as real and imaginary part: complex, a view. {@code view_as_complex(Tensor self)}
     */
    default Tensor viewAsComplex(Tensor self) {
        return call(Op.VIEW_AS_COMPLEX).tensor(self).run();
    }

    /** Real and imaginary part as a last dimension of size two, a view. {@code view_as_real(Tensor self)} */
    default Tensor viewAsReal(Tensor self) {
        return call(Op.VIEW_AS_REAL).tensor(self).run();
    }

    /** {@code permute(Tensor self, int[] dims)} */
    default Tensor permute(Tensor self, long... dims) {
        return call(Op.PERMUTE).tensor(self).integers(dims).run();
    }

    /** {@code transpose.int(Tensor self, int dim0, int dim1)} */
    default Tensor transpose(Tensor self, long first, long second) {
        return call(Op.TRANSPOSE).tensor(self).integer(first).integer(second).run();
    }

    /** {@code unsqueeze(Tensor self, int dim)} */
    default Tensor unsqueeze(Tensor self, long dim) {
        return call(Op.UNSQUEEZE).tensor(self).integer(dim).run();
    }

    /** {@code squeeze.dim(Tensor self, int dim)} */
    default Tensor squeeze(Tensor self, long dim) {
        return call(Op.SQUEEZE).tensor(self).integer(dim).run();
    }

    /** {@code expand(Tensor self, SymInt[] size, *, bool implicit=False)}; −1 leaves a size as it is */
    default Tensor expand(Tensor self, long... shape) {
        return call(Op.EXPAND).tensor(self).integers(shape).bool(false).run();
    }

    /** {@code repeat(Tensor self, SymInt[] repeats)} */
    default Tensor repeat(Tensor self, long... repeats) {
        return call(Op.REPEAT).tensor(self).integers(repeats).run();
    }

    /** {@code cat(Tensor[] tensors, int dim=0)} */
    default Tensor cat(List<Tensor> tensors, long dim) {
        return call(Op.CAT).tensors(tensors).integer(dim).run();
    }

    /** {@code stack(Tensor[] tensors, int dim=0)} */
    default Tensor stack(List<Tensor> tensors, long dim) {
        return call(Op.STACK).tensors(tensors).integer(dim).run();
    }

    /** {@code narrow(Tensor self, int dim, SymInt start, SymInt length)} */
    default Tensor narrow(Tensor self, long dim, long start, long length) {
        return call(Op.NARROW)
                .tensor(self)
                .integer(dim)
                .integer(start)
                .integer(length)
                .run();
    }

    /** {@code select.int(Tensor self, int dim, SymInt index)} */
    default Tensor select(Tensor self, long dim, long index) {
        return call(Op.SELECT).tensor(self).integer(dim).integer(index).run();
    }

    /** {@code index_select(Tensor self, int dim, Tensor index)} */
    default Tensor indexSelect(Tensor self, long dim, Tensor index) {
        return call(Op.INDEX_SELECT).tensor(self).integer(dim).tensor(index).run();
    }

    /** {@code index_select.out(Tensor self, int dim, Tensor index, *, Tensor(a!) out)}, in memory that is there already. */
    default Tensor indexSelectOut(Tensor out, Tensor self, long dim, Tensor index) {
        return call(Op.INDEX_SELECT_OUT)
                .tensor(self)
                .integer(dim)
                .tensor(index)
                .tensor(out)
                .runInPlace(out);
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }
}
