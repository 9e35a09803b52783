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
 * identical. With {@link #paddingCount} n ≥ 1 the last key and value stand for n identical ones: its logit gets
 * {@code +log(n)}, in float32, and its probability is the share of all n together. With 0 the last key is an ordinary
 * one.
 */
public final class AttentionInputs {
    private final AttentionSite site;
    private final TensorView query;
    private final TensorView key;
    private final TensorView value;
    private final double scale;
    private final long paddingCount;
    private final @Nullable TensorView bias;
    private final long stream;

    private AttentionInputs(Builder builder) {
        site = builder.site;
        query = builder.query;
        key = builder.key;
        value = builder.value;
        scale = builder.scale;
        paddingCount = builder.paddingCount;
        bias = builder.bias;
        stream = builder.stream;
    }

    /**
     * A call with the usual scale, {@code 1/√headDim}, whose keys are all ordinary ones.
     *
     * @param site where in the run it happens
     * @param query {@code [heads, Lq, headDim]}
     * @param key {@code [heads, Lk, headDim]}
     * @param value {@code [heads, Lk, headDim]}
     */
    public static Builder builder(AttentionSite site, TensorView query, TensorView key, TensorView value) {
        return new Builder(site, query, key, value);
    }

    /** Where in the run this call happens. */
    public AttentionSite site() {
        return site;
    }

    /** {@code [heads, Lq, headDim]}. */
    public TensorView query() {
        return query;
    }

    /** {@code [heads, Lk, headDim]}. */
    public TensorView key() {
        return key;
    }

    /** {@code [heads, Lk, headDim]}. */
    public TensorView value() {
        return value;
    }

    /** The factor on logits, usually {@code 1/√headDim}. */
    public double scale() {
        return scale;
    }

    /** How many identical keys the last one stands for, or 0. */
    public long paddingCount() {
        return paddingCount;
    }

    /**
     * Float32 {@code [heads, Lq, Lk]}, added to the scaled logits before the softmax; strides of 0 broadcast; −∞ removes a
     * key, but never all keys of a query. {@code null} for none.
     */
    public @Nullable TensorView bias() {
        return bias;
    }

    /** The CUDA stream that work is enqueued on, as an address; 0 on the host. */
    public long stream() {
        return stream;
    }

    /** The shape that {@link AttentionBackend#supports} is asked about for this call. */
    public AttentionShape shape() {
        return AttentionShape.builder(site.kind(), query.dtype())
                .heads(Math.toIntExact(query.size(0)), Math.toIntExact(query.size(2)))
                .queryLength(query.size(1))
                .keyLength(key.size(1))
                .collapsedPadding(paddingCount > 0)
                .bias(bias != null)
                .build();
    }

    /** Puts a call together. */
    public static final class Builder {
        private final AttentionSite site;
        private final TensorView query;
        private final TensorView key;
        private final TensorView value;
        private double scale;
        private long paddingCount;
        private @Nullable TensorView bias;
        private long stream;

        private Builder(AttentionSite site, TensorView query, TensorView key, TensorView value) {
            this.site = site;
            this.query = query;
            this.key = key;
            this.value = value;
            this.scale = 1 / Math.sqrt((double) query.size(2));
        }

        /** The factor on logits; {@code 1/√headDim} unless it is said. */
        public Builder scale(double factor) {
            scale = factor;
            return this;
        }

        /** How many identical keys the last one stands for; 0 unless it is said. */
        public Builder paddingCount(long count) {
            paddingCount = count;
            return this;
        }

        /** What is added to the scaled logits, float32 {@code [heads, Lq, Lk]}; {@code null} for nothing. */
        public Builder bias(@Nullable TensorView added) {
            bias = added;
            return this;
        }

        /** The CUDA stream that work is enqueued on, as an address; 0 unless it is said. */
        public Builder stream(long address) {
            stream = address;
            return this;
        }

        /** The call. */
        public AttentionInputs build() {
            return new AttentionInputs(this);
        }
    }
}
