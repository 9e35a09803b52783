package dev.ovi.runtime.bench;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.base.UsageException;

/**
 * The size of a text cross-attention to measure.
 *
 * @param name for tables
 * @param heads number of heads
 * @param queries video patches, Lq
 * @param keys keys with all padding written out, Lk
 * @param tokens how many of the keys are real tokens; the others are padding
 * @param headDim width of a head
 * @param dtype {@link DType#FLOAT32} or {@link DType#BFLOAT16}
 */
public record AttentionWorkload(String name, int heads, int queries, int keys, int tokens, int headDim, DType dtype) {

    /** @throws UsageException if a size is impossible, with the sizes that are */
    public AttentionWorkload {
        require("heads", heads, 1, 1024);
        require("queries", queries, 1, 1 << 20);
        require("keys", keys, 2, 1 << 16);
        require("tokens", tokens, 1, keys - 1);
        require("head-dim", headDim, 1, 256);
    }

    /** The small model's, 4×16×20 patches and a prompt of medium length. */
    public static AttentionWorkload small(DType dtype) {
        return new AttentionWorkload("small", 6, 1280, 48, 21, 32, dtype);
    }

    /** Real Ovi's for five seconds of 512×992: 31×16×31 patches, 512 keys. */
    public static AttentionWorkload real(DType dtype) {
        return new AttentionWorkload("real", 24, 15_376, 512, 60, 128, dtype);
    }

    /** How many keys are padding. */
    public int padding() {
        return keys - tokens;
    }

    private static void require(String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new UsageException("--" + what + " is " + found + "; expected " + least + " to " + most);
        }
    }
}
