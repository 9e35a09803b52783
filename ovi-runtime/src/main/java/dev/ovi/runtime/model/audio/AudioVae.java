package dev.ovi.runtime.model.audio;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;

/**
 * MMAudio's autoencoder of mel spectrograms. A latent has half the length of its spectrogram. Source: upstream's
 * {@code VAE} in {@code mmaudio/ext/autoencoder/vae.py}.
 */
public final class AudioVae implements AutoCloseable {
    private final Ops ops;
    /** Activations are kept within this range, for half precision's sake. */
    private static final double CLIP = 256;

    private final AudioEncoder encoder;
    private final AudioDecoder decoder;
    private final Tensor melMean; // [1, mels, 1]
    private final Tensor melStd; // [1, mels, 1]
    private final List<Tensor> owned;

    AudioVae(Ops ops, AudioEncoder encoder, AudioDecoder decoder, Tensor melMean, Tensor melStd, List<Tensor> owned) {
        this.ops = ops;
        this.encoder = encoder;
        this.decoder = decoder;
        this.melMean = melMean;
        this.melStd = melStd;
        this.owned = List.copyOf(owned);
    }

    /**
     * Claims the autoencoder's tensors.
     *
     * @param weights of {@code v1-16.pth}, in float32: they are normalised before they are rounded
     * @param dtype the type of weights and activations: float32, or bfloat16 as upstream has it
     */
    public static AudioVae load(Ops ops, Weights weights, ModelSpec.AudioVae spec, DType dtype) {
        return new AudioVaeLoader(ops, weights, spec, dtype).load();
    }

    /**
     * The distribution of a spectrogram's latent.
     *
     * @param mel {@code [B, mels, L]}, decadic logarithms
     * @return means, then log variances, along the channels: {@code [B, 2z, ⌊L/2⌋]}; upstream clips the log variances to
     *     [−30, 20] where it uses them
     */
    public Tensor encode(Tensor mel) {
        return encode(mel, Taps.NONE);
    }

    /**
     * As {@link #encode(Tensor)}.
     *
     * @param taps sees {@code audio.encode.level{i}} and {@code audio.encode.middle}, {@code [B, C, L]}
     */
    public Tensor encode(Tensor mel, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            return scope.keep(encoder.forward(ops, ops.div(ops.sub(mel, melMean), melStd), taps));
        }
    }

    /**
     * The spectrogram of a latent.
     *
     * @param latent {@code [B, z, L]}
     * @return {@code [B, mels, 2L]}, decadic logarithms
     */
    public Tensor decode(Tensor latent) {
        return decode(latent, Taps.NONE);
    }

    /**
     * As {@link #decode(Tensor)}.
     *
     * @param taps sees {@code audio.decode.level{i}} and {@code audio.decode.middle}, {@code [B, C, L]}
     */
    public Tensor decode(Tensor latent, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            return scope.keep(ops.add(ops.mul(decoder.forward(ops, latent, taps), melStd), melMean));
        }
    }

    static Tensor clip(Ops ops, Tensor x) {
        return ops.clamp(x, -CLIP, CLIP);
    }

    /** Frees what was made of the weights. */
    @Override
    public void close() {
        owned.forEach(Tensor::close);
    }
}
