package dev.ovi.runtime.model.audio;

import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a latent to a normalised mel spectrogram.
 *
 * @param levels in the order they are computed, the deepest first
 * @param convOut with the learned gain in its weights
 */
record AudioDecoder(Conv1d convIn, MiddleBlock1d middle, List<Level> levels, Conv1d convOut) {

    /** Residual blocks at one resolution, and the convolution after the step to twice it, if one follows. */
    record Level(List<ResidualBlock1d> residuals, @Nullable Conv1d upsampling) {}

    /** {@code [B, z, L] → [B, mels, 2L]}. */
    Tensor forward(Ops ops, Tensor latent, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor h = convIn.forward(ops, latent); // [B, 4·dim, L]
            h = middle.forward(ops, h); // [B, 4·dim, L]
            taps.tap("audio.decode.middle", h);
            for (int i = 0; i < levels.size(); i++) {
                Level level = levels.get(i);
                for (ResidualBlock1d residual : level.residuals) {
                    h = AudioVae.clip(ops, residual.forward(ops, h));
                }
                h = level.upsampling == null
                        ? h
                        : level.upsampling.forward(ops, doubled(ops, h)); // [B, ·, 2L] from here
                taps.tap("audio.decode.level" + i, h);
            }
            return scope.keep(convOut.forward(ops, Magnitude.silu(ops, h))); // [B, mels, 2L]
        }
    }

    /** Every element twice: {@code [B, C, L] → [B, C, 2L]}. */
    private Tensor doubled(Ops ops, Tensor x) {
        long batch = x.size(0);
        long channels = x.size(1);
        long length = x.size(2);
        Tensor twice = ops.expand(ops.unsqueeze(x, -1), batch, channels, length, 2);
        return ops.reshape(twice, batch, channels, 2 * length);
    }
}
