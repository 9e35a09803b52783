package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * A range of a sequence's rows that share a timestep. In text-to-video a sequence is one range; with a clean first frame
 * the video's first frame is a range of its own.
 *
 * @param start the first row
 * @param length how many rows
 */
public record Rows(long start, long length) {

    /** These rows of a sequence, as a view; {@code x} itself where they are all of it. */
    Tensor of(Ops ops, Tensor x) {
        return length == x.size(0) ? x : ops.narrow(x, 0, start, length);
    }
}
