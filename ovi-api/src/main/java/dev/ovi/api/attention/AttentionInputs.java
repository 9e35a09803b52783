package dev.ovi.api.attention;

import dev.ovi.api.tensor.TensorView;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one attention call, {@code softmax(scale · query · keyᵀ + bias) · value} for each head.
 *
 * <p>Strides are arbitrary. Lq is the number of queries, Lk of keys; both may be 0 or 1. A caller whose keys are padded
 * passes a view that is narrowed to the keys that count.
 *
 * <p><b>Collapsed padding.</b> Ovi pads its text with zeros and masks nothing, so that all padding keys of a layer are
 * identical. With {@code paddingCount} n ≥ 1 the last key and value stand for n identical ones: its logit gets
 * {@code +log(n)}, in float32, and its probability is the share of all n together. With 0 the last key is an ordinary
 * one.
 *
 * @param site where in the run this call happens
 * @param query {@code [heads, Lq, headDim]}
 * @param key {@code [heads, Lk, headDim]}
 * @param value {@code [heads, Lk, headDim]}
 * @param scale the factor on logits, usually {@code 1/√headDim}
 * @param paddingCount how many identical keys the last one stands for, or 0
 * @param bias float32 {@code [heads, Lq, Lk]}, added to the scaled logits before the softmax; strides of 0 broadcast;
 *     −∞ removes a key, but never all keys of a query
 * @param stream the CUDA stream that work is enqueued on, as an address; 0 on the host
 */
public record AttentionInputs(
        AttentionSite site,
        TensorView query,
        TensorView key,
        TensorView value,
        double scale,
        long paddingCount,
        @Nullable TensorView bias,
        long stream) {

    /** The shape that {@link AttentionBackend#supports} is asked about for this call. */
    public AttentionShape shape() {
        return new AttentionShape(
                site.kind(),
                Math.toIntExact(query.size(0)),
                query.size(1),
                key.size(1),
                Math.toIntExact(query.size(2)),
                query.dtype(),
                paddingCount > 0,
                bias != null);
    }
}
