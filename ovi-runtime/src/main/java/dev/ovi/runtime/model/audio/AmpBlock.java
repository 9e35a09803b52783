package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;

/**
 * BigVGAN's anti-aliased multi-periodicity block: rounds of two activations and convolutions, each round added to what it
 * began with.
 */
record AmpBlock(List<Round> rounds) {

    /** A step with a dilated convolution, and one without dilation. */
    record Round(Step dilated, Step plain) {}

    /** An activation, and the convolution after it. */
    record Step(AntiAliasedSnake activation, Conv1d conv) {

        /** {@code [B, C, L] → [B, C, L]}. */
        Tensor forward(Ops ops, Tensor x) {
            return conv.forward(ops, activation.forward(ops, x));
        }
    }

    /** {@code [B, C, L] → [B, C, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        try (TensorScope scope = ops.scope()) {
            Tensor sum = x;
            for (Round round : rounds) {
                Tensor h = round.dilated.forward(ops, sum); // [B, C, L]
                sum = ops.add(round.plain.forward(ops, h), sum); // [B, C, L]
            }
            return scope.keep(sum);
        }
    }
}
