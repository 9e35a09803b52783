package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.torch.Tensor;

/**
 * Computes the attention of one forward pass. Whoever implements this knows step and branch, chooses the backend and
 * captures what was asked for.
 */
@FunctionalInterface
public interface AttentionCaller {

    /**
     * Fills {@code out} with {@code softmax(query·keyᵀ/√headDim)·value}, for each head.
     *
     * @param kind which sequence informs which
     * @param layer the block, from 0
     * @param query {@code [heads, Lq, headDim]}, arbitrary strides
     * @param key {@code [heads, Lk, headDim]}, arbitrary strides
     * @param value {@code [heads, Lk, headDim]}, arbitrary strides
     * @param paddingCount how many identical keys the last one stands for; 0 where it is an ordinary one
     * @param out {@code [heads, Lq, headDim]}, arbitrary strides; overwritten
     */
    void attend(AttentionKind kind, int layer, Tensor query, Tensor key, Tensor value, long paddingCount, Tensor out);
}
