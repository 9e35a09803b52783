package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of one call as the fused kernel wants them, {@code [1, heads, length, headDim]}; in float32 without a copy.
 *
 * <p>bfloat16 is widened to float32 and the output rounded once: libtorch's kernel was measured to take some fifty times as
 * long for bfloat16 on a CPU without matrix instructions for it, and its probabilities are rounded to 8 bits.
 */
final class Operands {
    private final Ops torch;
    private final AttentionInputs inputs;
    private final Tensor query;
    private final Tensor key;
    private final Tensor value;
    private final Tensor out;
    private final @Nullable Tensor bias;
    private final @Nullable Tensor padding;

    Operands(Ops torch, AttentionInputs inputs, TensorView out) {
        this.torch = torch;
        this.inputs = inputs;
        this.query = torch.fromView(batched(inputs.query()));
        this.key = ready(torch.fromView(batched(inputs.key())));
        this.value = ready(torch.fromView(batched(inputs.value())));
        this.out = torch.fromView(batched(out));
        this.bias = inputs.bias() == null ? null : torch.fromView(batched(unrepeated(inputs.bias())));
        this.padding = inputs.paddingCount() > 1 ? padding() : null;
    }

    private static TensorView batched(TensorView view) {
        long[] shape = {1, view.size(0), view.size(1), view.size(2)};
        long[] strides = {0, view.stride(0), view.stride(1), view.stride(2)};
        return TensorView.of(view.data(), view.dtype(), view.device(), shape, strides);
    }

    /** Heads or queries that share their values, once. */
    private static TensorView unrepeated(TensorView bias) {
        long[] shape = bias.shape();
        for (int i = 0; i < 2; i++) {
            shape[i] = bias.stride(i) == 0 ? 1 : shape[i];
        }
        return TensorView.of(bias.data(), bias.dtype(), bias.device(), shape, bias.strides());
    }

    private Tensor ready(Tensor tensor) {
        return rowsDense(inputs.query().dtype() == DType.FLOAT32 ? tensor : torch.to(tensor, DType.FLOAT32));
    }

    /** The kernel reads the last dimension as if its stride were 1. */
    private Tensor rowsDense(Tensor tensor) {
        long[] strides = tensor.strides();
        return strides[3] == 1 || tensor.size(3) == 1 ? tensor : torch.contiguous(tensor);
    }

    /** What the logits of each key are raised by: 0, and the logarithm of the count for padding. In float32. */
    private Tensor padding() {
        float[] raised = new float[Math.toIntExact(inputs.key().size(1))];
        raised[raised.length - 1] = logCount();
        return torch.tensor(raised, 1, 1, 1, raised.length);
    }

    double scale() {
        return inputs.scale();
    }

    /** The logarithm of how many keys the last one stands for; 0 for one. */
    float logCount() {
        return inputs.paddingCount() > 1 ? (float) Math.log((double) inputs.paddingCount()) : 0;
    }

    Tensor query(long start, long length) {
        return ready(part(query, 2, start, length));
    }

    Tensor key() {
        return key;
    }

    Tensor value() {
        return value;
    }

    Tensor out(long start, long length) {
        return part(out, 2, start, length);
    }

    /** What is added to the logits of some queries, float32, broadcasting to {@code [1, heads, length, keys]}. */
    @Nullable
    Tensor mask(long start, long length) {
        if (bias == null) {
            return padding;
        }
        Tensor rows = biasRows(bias, start, length);
        return padding == null ? rowsDense(rows) : torch.add(rows, padding);
    }

    /** The bias of some queries, float32, broadcasting to {@code [heads, length, keys]}. */
    @Nullable
    Tensor bias(long start, long length) {
        return bias == null ? null : torch.squeeze(biasRows(bias, start, length), 0);
    }

    private Tensor biasRows(Tensor whole, long start, long length) {
        return whole.size(2) == 1 ? whole : part(whole, 2, start, length);
    }

    /** All queries, {@code [heads, queries, headDim]}, in the inputs' dtype. */
    Tensor queries() {
        return torch.squeeze(query, 0);
    }

    /** All keys, {@code [heads, keys, headDim]}, float32. */
    Tensor keys() {
        return torch.squeeze(key, 0);
    }

    private Tensor part(Tensor whole, int dimension, long start, long length) {
        return length == whole.size(dimension) ? whole : torch.narrow(whole, dimension, start, length);
    }
}
