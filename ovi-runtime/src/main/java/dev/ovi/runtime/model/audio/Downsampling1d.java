package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/** Halves the length by averaging neighbours, between two convolutions of kernel 1. */
record Downsampling1d(Conv1d before, Conv1d after) {

    /** {@code [B, C, L] → [B, C, ⌊L/2⌋]}. */
    Tensor forward(Ops ops, Tensor x) {
        long pairs = x.size(2) / 2;
        Tensor whole = ops.narrow(before.forward(ops, x), 2, 0, 2 * pairs); // [B, C, 2·⌊L/2⌋]
        Tensor averaged = ops.mean(ops.reshape(whole, x.size(0), x.size(1), pairs, 2), false, -1); // [B, C, ⌊L/2⌋]
        return after.forward(ops, averaged);
    }
}
