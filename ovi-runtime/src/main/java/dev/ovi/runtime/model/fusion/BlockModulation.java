package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * What the timesteps of a sequence do to one block.
 *
 * @param selfAttention before self-attention
 * @param selfAttentionGate after it
 * @param feedForward before the feed-forward layer
 * @param feedForwardGate after it
 */
record BlockModulation(
        List<Modulation> selfAttention,
        List<Gate> selfAttentionGate,
        List<Modulation> feedForward,
        List<Gate> feedForwardGate) {

    /** @param learnt the block's own part, {@code [1, 6, dim]} */
    static BlockModulation of(Ops ops, Tensor learnt, TimeConditioning time) {
        Tensor vectors = ops.add(learnt, time.projection()); // [S, 6, dim]
        return new BlockModulation(
                Modulation.each(ops, vectors, time.rows(), 0),
                Gate.each(ops, vectors, time.rows(), 2),
                Modulation.each(ops, vectors, time.rows(), 3),
                Gate.each(ops, vectors, time.rows(), 5));
    }
}
