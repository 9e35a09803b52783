package dev.ovi.api.attention;

import dev.ovi.api.tensor.DType;

/**
 * What a backend must be able to handle, known before a run starts.
 *
 * @param kind which sequence attends to which
 * @param heads number of heads
 * @param queryLength number of queries, Lq; 0 is possible
 * @param keyLength number of keys, Lk, with collapsed padding counted as one
 * @param headDim width of a head
 * @param dtype of query, key, value and output
 * @param collapsedPadding whether the last key stands for several identical ones
 * @param bias whether an additive bias comes with the call
 */
public record AttentionShape(
        AttentionKind kind,
        int heads,
        long queryLength,
        long keyLength,
        int headDim,
        DType dtype,
        boolean collapsedPadding,
        boolean bias) {}
