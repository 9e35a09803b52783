package dev.ovi.runtime.model.audio;

import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a normalised mel spectrogram to the moments of its latent.
 *
 * @param convOut with the learned gain in its weights
 */
record AudioEncoder(Conv1d convIn, List<Level> levels, MiddleBlock1d middle, Conv1d convOut) {

    /** Residual blocks at one resolution, and the step to half of it, if one follows. */
    record Level(List<ResidualBlock1d> residuals, @Nullable Downsampling1d downsampling) {}

    /** {@code [B, mels, L] → [B, 2z, L/2]}: means, then log variances. */
    Tensor forward(Ops ops, Tensor mel, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor h = convIn.forward(ops, mel); // [B, dim, L]
            for (int i = 0; i < levels.size(); i++) {
                Level level = levels.get(i);
                for (ResidualBlock1d residual : level.residuals) {
                    h = AudioVae.clip(ops, residual.forward(ops, h));
                }
                h = level.downsampling == null
                        ? h
                        : level.downsampling.forward(ops, h); // [B, ·, L/2] after the first level
                taps.tap("audio.encode.level" + i, h);
            }
            h = middle.forward(ops, h); // [B, 4·dim, L/2]
            taps.tap("audio.encode.middle", h);
            return scope.keep(convOut.forward(ops, Magnitude.silu(ops, h))); // [B, 2z, L/2]
        }
    }
}
