package dev.ovi.api.attention;

import dev.ovi.api.tensor.DType;
import java.util.Objects;

/** What a backend must be able to handle, known before a run starts. A value. */
public final class AttentionShape {
    private final AttentionKind kind;
    private final DType dtype;
    private final int heads;
    private final long queryLength;
    private final long keyLength;
    private final int headDim;
    private final boolean collapsedPadding;
    private final boolean bias;

    private AttentionShape(Builder builder) {
        kind = builder.kind;
        dtype = builder.dtype;
        heads = builder.heads;
        queryLength = builder.queryLength;
        keyLength = builder.keyLength;
        headDim = builder.headDim;
        collapsedPadding = builder.collapsedPadding;
        bias = builder.bias;
    }

    /**
     * A shape of empty tensors.
     *
     * @param kind which sequence attends to which
     * @param dtype of query, key, value and output
     */
    public static Builder builder(AttentionKind kind, DType dtype) {
        return new Builder(kind, dtype);
    }

    /** Which sequence attends to which. */
    public AttentionKind kind() {
        return kind;
    }

    /** The element type of query, key, value and output. */
    public DType dtype() {
        return dtype;
    }

    /** The number of heads. */
    public int heads() {
        return heads;
    }

    /** The number of queries, Lq; 0 is possible. */
    public long queryLength() {
        return queryLength;
    }

    /** The number of keys, Lk, with collapsed padding counted as one. */
    public long keyLength() {
        return keyLength;
    }

    /** The width of a head. */
    public int headDim() {
        return headDim;
    }

    /** Whether the last key stands for several identical ones. */
    public boolean collapsedPadding() {
        return collapsedPadding;
    }

    /** Whether an additive bias comes with the call. */
    public boolean bias() {
        return bias;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttentionShape that
                && kind == that.kind
                && dtype == that.dtype
                && heads == that.heads
                && queryLength == that.queryLength
                && keyLength == that.keyLength
                && headDim == that.headDim
                && collapsedPadding == that.collapsedPadding
                && bias == that.bias;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, dtype, heads, queryLength, keyLength, headDim, collapsedPadding, bias);
    }

    /** For messages: {@code text_to_video FLOAT32, 24 heads of 128, 15376 queries, 512 keys}. */
    @Override
    public String toString() {
        return kind.id() + " " + dtype + ", " + heads + " heads of " + headDim + ", " + queryLength + " queries, "
                + keyLength + " keys" + (collapsedPadding ? ", collapsed padding" : "") + (bias ? ", bias" : "");
    }

    /** Puts a shape together. */
    public static final class Builder {
        private final AttentionKind kind;
        private final DType dtype;
        private int heads;
        private long queryLength;
        private long keyLength;
        private int headDim;
        private boolean collapsedPadding;
        private boolean bias;

        private Builder(AttentionKind kind, DType dtype) {
            this.kind = kind;
            this.dtype = dtype;
        }

        /**
         * The heads.
         *
         * @param count how many
         * @param width the width of each
         */
        public Builder heads(int count, int width) {
            heads = count;
            headDim = width;
            return this;
        }

        /** The number of queries, Lq. */
        public Builder queryLength(long value) {
            queryLength = value;
            return this;
        }

        /** The number of keys, Lk, with collapsed padding counted as one. */
        public Builder keyLength(long value) {
            keyLength = value;
            return this;
        }

        /** Whether the last key stands for several identical ones; no unless it is said. */
        public Builder collapsedPadding(boolean value) {
            collapsedPadding = value;
            return this;
        }

        /** Whether an additive bias comes with the call; no unless it is said. */
        public Builder bias(boolean value) {
            bias = value;
            return this;
        }

        /** The shape. */
        public AttentionShape build() {
            return new AttentionShape(this);
        }
    }
}
