package dev.ovi.runtime.model.audio;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.torch.Ops;
import dev.ovi.torch.PadMode;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Arrays;

/**
 * The mel spectrogram of a wave: magnitudes of a short-time Fourier transform with a Hann window, summed into mel bands,
 * as logarithms. Source: upstream's {@code MelConverter} in {@code mmaudio/ext/mel_converter.py}.
 */
public final class MelSpectrogram implements AutoCloseable {
    /** Added to squared magnitudes before the root. */
    private static final double POWER_FLOOR = 1e-9;

    /** Bands below this are set to it before the logarithm. */
    private static final double BAND_FLOOR = 1e-5;

    private final Ops ops;
    private final ModelSpec.Mel spec;
    private final Tensor window; // [window]
    private final Tensor filters; // [bands, fftSize/2 + 1]

    private MelSpectrogram(Ops ops, ModelSpec.Mel spec, Tensor window, Tensor filters) {
        this.ops = ops;
        this.spec = spec;
        this.window = window;
        this.filters = filters;
    }

    /** Prepares the window and the filters. */
    public static MelSpectrogram of(Ops ops, ModelSpec.Mel spec, Device device) {
        double[] filters = Arrays.stream(MelFilterBank.weights(spec))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        try (TensorScope scope = ops.scope()) {
            Tensor bank = ops.tensor(filters, spec.bands(), spec.fftSize() / 2 + 1);
            return new MelSpectrogram(
                    ops,
                    spec,
                    ops.hannWindow(spec.window(), DType.FLOAT32, device).unscoped(),
                    ops.to(bank, DType.FLOAT32, device).unscoped());
        }
    }

    /**
     * The spectrogram of some waves.
     *
     * @param wave {@code [B, samples]}; what lies outside [−1, 1] is clipped
     * @return {@code [B, bands, samples / hop]}
     */
    public Tensor forward(Tensor wave) {
        int edge = (spec.fftSize() - spec.hop()) / 2;
        try (TensorScope scope = ops.scope()) {
            Tensor clipped = ops.clamp(wave, -1, 1); // [B, samples]
            Tensor padded = ops.pad(clipped, new long[] {edge, edge}, PadMode.REFLECT); // [B, samples + 2·edge]
            Tensor transform = ops.stft(padded, spec.fftSize(), spec.hop(), window, false); // [B, F, L], complex
            Tensor power = ops.sum(ops.square(ops.viewAsReal(transform)), false, -1); // [B, F, L]
            Tensor magnitude = ops.sqrt(ops.add(power, POWER_FLOOR)); // [B, F, L]
            Tensor bands = ops.maximum(ops.matmul(filters, magnitude), BAND_FLOOR); // [B, bands, L]
            return scope.keep(spec.logarithm().equals("log10") ? ops.log10(bands) : ops.log(bands));
        }
    }

    /** Frees the window and the filters. */
    @Override
    public void close() {
        window.close();
        filters.close();
    }
}
