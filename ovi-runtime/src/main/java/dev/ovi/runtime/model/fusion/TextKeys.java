package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * A prompt's keys and values for one backbone, which depend on nothing else and are therefore projected once per prompt.
 *
 * <p>The text is zero-padded and not masked, so that all padding keys of a layer are the same: one row at the end stands
 * for all of them.
 *
 * @param layers for each block
 * @param paddingCount how many padding keys the last row stands for; 0 where the prompt fills the text
 */
public record TextKeys(List<KeyValue> layers, long paddingCount) {

    /**
     * One block's keys and values.
     *
     * @param key {@code [heads, n, headDim]}
     * @param value {@code [heads, n, headDim]}
     */
    public record KeyValue(Tensor key, Tensor value) {}
}
