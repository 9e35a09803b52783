package dev.ovi.runtime.model.audio;

import dev.ovi.torch.Ops;
import dev.ovi.torch.PadMode;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/**
 * BigVGAN's periodic activation {@code x + sin²(α·x) / β}, computed at twice the sampling rate so that the overtones it
 * makes do not fold back: a low-pass filter on the way up and another on the way down. Source: "BigVGAN: A Universal
 * Neural Vocoder with Large-Scale Training" (Lee et al., 2022), section 3.2.
 *
 * @param alpha the frequencies, {@code [C, 1]}
 * @param inverseBeta 1/β, {@code [C, 1]}
 * @param upFilter the filter on the way up times the ratio of the rates, repeated for each channel, {@code [C, 1, 12]}
 * @param downFilter the filter on the way down, likewise
 */
record AntiAliasedSnake(Tensor alpha, Tensor inverseBeta, Tensor upFilter, Tensor downFilter) {
    /** How much faster the activation is sampled. */
    static final int RATIO = 2;

    /** The length of the filters. */
    static final int TAPS = 12;

    /** {@code [B, C, L] → [B, C, L]}. */
    Tensor forward(Ops ops, Tensor x) {
        try (TensorScope scope = ops.scope()) {
            Tensor fast = upsample(ops, x); // [B, C, 2L]
            Tensor sine = ops.sin(ops.mul(fast, alpha)); // [B, C, 2L]
            Tensor bent = ops.add(fast, ops.mul(ops.mul(sine, sine), inverseBeta)); // [B, C, 2L]
            return scope.keep(downsample(ops, bent)); // [B, C, L]
        }
    }

    private Tensor upsample(Ops ops, Tensor x) {
        long edge = TAPS / RATIO - 1;
        long cut = edge * RATIO + (TAPS - RATIO) / 2;
        Tensor padded = replicated(ops, ops.to(x, upFilter.dtype()), edge, edge); // [B, C, L + 2·edge]
        return ops.convTranspose1d(padded, upFilter, null, RATIO, cut, 0, upFilter.size(0), 1);
    }

    private Tensor downsample(Ops ops, Tensor x) {
        Tensor padded = replicated(ops, ops.to(x, downFilter.dtype()), TAPS / 2 - 1, TAPS / 2); // [B, C, 2L + TAPS − 1]
        return ops.conv1d(padded, downFilter, null, RATIO, 0, 1, downFilter.size(0));
    }

    private static Tensor replicated(Ops ops, Tensor x, long before, long after) {
        return ops.pad(x, new long[] {before, after}, PadMode.REPLICATE);
    }
}
