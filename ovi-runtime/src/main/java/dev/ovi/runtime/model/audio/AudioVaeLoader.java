package dev.ovi.runtime.model.audio;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the autoencoder of spectrograms from {@code v1-16.pth}; the one place that knows the names of its tensors. The
 * file holds the weights as they were trained; here they are normalised, once, and the learned gains of the last
 * convolutions go into their weights.
 */
final class AudioVaeLoader {
    /** Channels at each resolution in multiples of the hidden dimension. */
    private static final int[] MULTIPLIERS = {1, 2, 4};

    private static final int RESIDUAL_BLOCKS = 2;

    /** The only level of the encoder that halves the length, after its blocks. */
    private static final int HALVING_LEVEL = 0;

    private final Ops ops;
    private final Weights weights;
    private final ModelSpec.AudioVae spec;
    private final DType dtype;
    private final List<Tensor> owned = new ArrayList<>();

    AudioVaeLoader(Ops ops, Weights weights, ModelSpec.AudioVae spec, DType dtype) {
        this.ops = ops;
        this.weights = weights;
        this.spec = spec;
        this.dtype = dtype;
    }

    AudioVae load() {
        try {
            int mels = spec.melBands();
            return new AudioVae(
                    ops, encoder(), decoder(), tensor("data_mean", 1, mels, 1), tensor("data_std", 1, mels, 1), owned);
        } catch (RuntimeException e) {
            owned.forEach(Tensor::close);
            throw e;
        }
    }

    private AudioEncoder encoder() {
        int in = channels(0);
        Conv1d convIn = conv("encoder.conv_in", spec.melBands(), in, 3);
        List<AudioEncoder.Level> levels = new ArrayList<>();
        for (int level = 0; level < MULTIPLIERS.length; level++) {
            String prefix = "encoder.down." + level;
            int out = channels(level);
            List<ResidualBlock1d> residuals = residuals(prefix, RESIDUAL_BLOCKS, in, out);
            levels.add(new AudioEncoder.Level(
                    residuals, level == HALVING_LEVEL ? downsampling(prefix + ".downsample", out) : null));
            in = out;
        }
        Conv1d convOut = gainedConv("encoder", in, 2 * spec.latentChannels());
        return new AudioEncoder(convIn, List.copyOf(levels), middle("encoder.mid", in), convOut);
    }

    private AudioDecoder decoder() {
        int in = channels(MULTIPLIERS.length - 1);
        Conv1d convIn = conv("decoder.conv_in", spec.latentChannels(), in, 3);
        MiddleBlock1d middle = middle("decoder.mid", in);
        List<AudioDecoder.Level> levels = new ArrayList<>();
        for (int level = MULTIPLIERS.length - 1; level >= 0; level--) {
            String prefix = "decoder.up." + level;
            int out = channels(level);
            List<ResidualBlock1d> residuals = residuals(prefix, RESIDUAL_BLOCKS + 1, in, out);
            levels.add(new AudioDecoder.Level(
                    residuals, level == HALVING_LEVEL + 1 ? conv(prefix + ".upsample.conv", out, out, 3) : null));
            in = out;
        }
        return new AudioDecoder(convIn, middle, List.copyOf(levels), gainedConv("decoder", in, spec.melBands()));
    }

    private int channels(int level) {
        return spec.hiddenDim() * MULTIPLIERS[level];
    }

    private List<ResidualBlock1d> residuals(String prefix, int count, int in, int out) {
        List<ResidualBlock1d> residuals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            residuals.add(residual(prefix + ".block." + i, i == 0 ? in : out, out));
        }
        return List.copyOf(residuals);
    }

    private MiddleBlock1d middle(String prefix, int channels) {
        return new MiddleBlock1d(
                residual(prefix + ".block_1", channels, channels),
                new Attention1d(
                        conv(prefix + ".attn_1.qkv", channels, 3 * channels, 1),
                        conv(prefix + ".attn_1.proj_out", channels, channels, 1)),
                residual(prefix + ".block_2", channels, channels));
    }

    private ResidualBlock1d residual(String prefix, int in, int out) {
        return new ResidualBlock1d(
                conv(prefix + ".conv1", in, out, 3),
                conv(prefix + ".conv2", out, out, 3),
                in == out ? null : conv(prefix + ".nin_shortcut", in, out, 1));
    }

    private Downsampling1d downsampling(String prefix, int channels) {
        return new Downsampling1d(
                conv(prefix + ".conv1", channels, channels, 1), conv(prefix + ".conv2", channels, channels, 1));
    }

    private Conv1d conv(String prefix, int in, int out, int kernel) {
        try (TensorScope scope = ops.scope()) {
            return new Conv1d(own(ops.to(normalised(prefix, in, out, kernel), dtype)), null, 1);
        }
    }

    private Conv1d gainedConv(String network, int in, int out) {
        try (TensorScope scope = ops.scope()) {
            Tensor weight = ops.to(normalised(network + ".conv_out", in, out, 3), dtype);
            Tensor gain = ops.add(ops.to(weights.claim(network + ".learnable_gain"), dtype), 1);
            return new Conv1d(own(ops.to(ops.mul(weight, gain), dtype)), null, 1);
        }
    }

    private Tensor normalised(String prefix, int in, int out, int kernel) {
        Tensor stored = weights.claim(prefix + ".weight", out, in, kernel);
        return Magnitude.normalizeWeight(ops, ops.to(stored, DType.FLOAT32));
    }

    private Tensor tensor(String name, long... shape) {
        try (TensorScope scope = ops.scope()) {
            return own(ops.to(weights.claim(name, shape), dtype));
        }
    }

    private Tensor own(Tensor tensor) {
        owned.add(tensor.unscoped());
        return tensor;
    }
}
