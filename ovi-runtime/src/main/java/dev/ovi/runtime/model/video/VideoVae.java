package dev.ovi.runtime.model.video;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The Wan 2.2 video autoencoder. A clip of 1 + 4k frames becomes 1 + k latent frames of a sixteenth of its height and
 * width. Both ways run chunk by chunk: the first frame alone, then four frames (one latent frame) at a time, with every
 * causal convolution remembering the frames before. Source: upstream's {@code WanVAE_} in {@code vae2_2.py}.
 */
public final class VideoVae implements AutoCloseable {
    private final Ops ops;
    private final ModelSpec.VideoVae spec;
    private final VideoEncoder encoder;
    private final VideoDecoder decoder;
    private final Tensor latentMean; // [z]
    private final Tensor latentStd; // [z]
    private final List<Tensor> owned;

    VideoVae(
            Ops ops,
            ModelSpec.VideoVae spec,
            VideoEncoder encoder,
            VideoDecoder decoder,
            Tensor latentMean,
            Tensor latentStd,
            List<Tensor> owned) {
        this.ops = ops;
        this.spec = spec;
        this.encoder = encoder;
        this.decoder = decoder;
        this.latentMean = latentMean;
        this.latentStd = latentStd;
        this.owned = List.copyOf(owned);
    }

    /**
     * Claims the autoencoder's tensors.
     *
     * @param weights of {@code Wan2.2_VAE.pth}, in float32, or rounded to bfloat16 as upstream has them; the computation is
     *     in float32 either way, as upstream's autocast makes it
     */
    public static VideoVae load(Ops ops, Weights weights, ModelSpec.VideoVae spec) {
        return new VideoVaeLoader(ops, weights, spec).load();
    }

    /**
     * The mean of a clip's latent, normalised to mean 0 and standard deviation 1 over the training data.
     *
     * @param clip {@code [3, 1 + 4k, H, W]} in [−1, 1]; H and W are multiples of 16
     * @return {@code [z, 1 + k, H/16, W/16]}
     * @throws IllegalArgumentException if the shape is another
     */
    public Tensor encode(Tensor clip) {
        return encode(clip, Taps.NONE);
    }

    /**
     * As {@link #encode(Tensor)}.
     *
     * @param taps sees {@code vae.encode.down{i}} and {@code vae.encode.middle}, {@code [T, H, W, C]}, once a chunk
     */
    public Tensor encode(Tensor clip, Taps taps) {
        long frames = clip.size(1);
        int framesPerLatentFrame = spec.stride().frames();
        int pixels = spec.stride().height();
        if (clip.size(0) != 3
                || (frames - 1) % framesPerLatentFrame != 0
                || clip.size(2) % pixels != 0
                || clip.size(3) % pixels != 0) {
            throw new IllegalArgumentException("a clip to encode is [3, 1 + " + framesPerLatentFrame
                    + "k, height, width] with multiples of " + pixels + " for height and width, this one is " + clip);
        }
        try (TensorScope scope = ops.scope();
                ClipState state = new ClipState()) {
            Tensor patches = PixelTensors.toPatches(ops, ops.to(clip, DType.FLOAT32)); // [1 + 4k, H/2, W/2, 12]
            List<Tensor> moments = new ArrayList<>();
            moments.add(encodeChunk(ops.narrow(patches, 0, 0, 1), state, taps)); // [1, h, w, 2z]
            for (long from = 1; from < frames; from += framesPerLatentFrame) {
                moments.add(encodeChunk(ops.narrow(patches, 0, from, framesPerLatentFrame), state, taps));
            }
            Tensor all = ops.cat(moments, 0); // [1 + k, h, w, 2z]
            Tensor mean = ops.narrow(all, -1, 0, all.size(-1) / 2); // [1 + k, h, w, z]
            Tensor normalised = ops.div(ops.sub(mean, latentMean), latentStd); // [1 + k, h, w, z]
            return scope.keep(ops.contiguous(ops.permute(normalised, 3, 0, 1, 2))); // [z, 1 + k, h, w]
        }
    }

    private Tensor encodeChunk(Tensor patches, ClipState state, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor moments = scope.keep(encoder.forward(ops, patches, state, taps));
            state.nextChunk();
            return moments;
        }
    }

    /**
     * Decodes a latent, frame by frame, as the result is read.
     *
     * @param latent {@code [z, 1 + k, h, w]}, normalised as {@link #encode} returns it
     * @return 1 + 4k frames of {@code 16h × 16w} pixels; close it after use
     */
    public DecodedClip decode(Tensor latent) {
        return decode(latent, Taps.NONE);
    }

    /**
     * As {@link #decode(Tensor)}.
     *
     * @param taps sees {@code vae.decode.middle} and {@code vae.decode.up{i}}, {@code [T, H, W, C]}, once a latent frame
     */
    public DecodedClip decode(Tensor latent, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor channelsLast = ops.contiguous(ops.permute(latent, 1, 2, 3, 0)); // [1 + k, h, w, z]
            Tensor z = ops.add(ops.mul(channelsLast, latentStd), latentMean); // [1 + k, h, w, z]
            return new DecodedClip(ops, decoder, z.unscoped(), taps);
        }
    }

    /** Frees what was made of the weights. */
    @Override
    public void close() {
        owned.forEach(Tensor::close);
    }
}
