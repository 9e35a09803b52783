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
 * Builds the vocoder from the {@code generator} of {@code best_netG.pt}; the one place that knows the names of its
 * tensors. Weights are stored as a direction and a length for each row, and put together here, once.
 */
final class VocoderLoader {
    private static final int EDGE_KERNEL = 7;

    /** Added to the activation's magnitude before it divides. */
    private static final double NO_ZERO = 1e-9;

    private final Ops ops;
    private final Weights weights;
    private final ModelSpec.Vocoder spec;
    private final DType dtype;
    private final List<Tensor> owned = new ArrayList<>();

    VocoderLoader(Ops ops, Weights weights, ModelSpec.Vocoder spec, DType dtype) {
        this.ops = ops;
        this.weights = weights;
        this.spec = spec;
        this.dtype = dtype;
    }

    Vocoder load() {
        try {
            int channels = spec.initialChannels();
            Conv1d convIn = conv("conv_pre", spec.bands(), channels, EDGE_KERNEL, 1);
            List<Vocoder.Stage> stages = new ArrayList<>();
            for (int i = 0; i < spec.upsampleRates().size(); i++) {
                stages.add(stage(i, channels));
                channels /= 2;
            }
            AntiAliasedSnake activationOut = activation("activation_post", channels);
            return new Vocoder(
                    ops, convIn, stages, activationOut, conv("conv_post", channels, 1, EDGE_KERNEL, 1), owned);
        } catch (RuntimeException e) {
            owned.forEach(Tensor::close);
            throw e;
        }
    }

    private Vocoder.Stage stage(int index, int in) {
        int blocks = spec.resblockKernels().size();
        List<AmpBlock> amps = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            amps.add(block(
                    "resblocks." + (index * blocks + i),
                    in / 2,
                    spec.resblockKernels().get(i),
                    spec.resblockDilations().get(i)));
        }
        return new Vocoder.Stage(upsampling(index, in), List.copyOf(amps));
    }

    private TransposedConv1d upsampling(int index, int in) {
        String prefix = "ups." + index + ".0";
        int kernel = spec.upsampleKernels().get(index);
        return new TransposedConv1d(
                weight(prefix, in, in / 2, kernel),
                tensor(prefix + ".bias", in / 2),
                spec.upsampleRates().get(index));
    }

    private AmpBlock block(String prefix, int channels, int kernel, List<Integer> dilations) {
        List<AmpBlock.Round> rounds = new ArrayList<>();
        for (int i = 0; i < dilations.size(); i++) {
            rounds.add(new AmpBlock.Round(
                    step(prefix, 2 * i, ".convs1." + i, channels, kernel, dilations.get(i)),
                    step(prefix, 2 * i + 1, ".convs2." + i, channels, kernel, 1)));
        }
        return new AmpBlock(List.copyOf(rounds));
    }

    private AmpBlock.Step step(String prefix, int activation, String conv, int channels, int kernel, int dilation) {
        return new AmpBlock.Step(
                activation(prefix + ".activations." + activation, channels),
                conv(prefix + conv, channels, channels, kernel, dilation));
    }

    private AntiAliasedSnake activation(String prefix, int channels) {
        try (TensorScope scope = ops.scope()) {
            Tensor alpha = scale(prefix + ".act.alpha", channels); // [C, 1]
            Tensor beta = scale(prefix + ".act.beta", channels); // [C, 1]
            return new AntiAliasedSnake(
                    own(alpha),
                    own(ops.reciprocal(ops.add(beta, NO_ZERO))),
                    filter(prefix + ".upsample.filter", channels, AntiAliasedSnake.RATIO),
                    filter(prefix + ".downsample.lowpass.filter", channels, 1));
        }
    }

    /** Rounded to the model's type, then float32: upstream computes the activation's factors in full precision. */
    private Tensor scale(String name, int channels) {
        Tensor rounded = ops.to(weights.claim(name, channels), dtype);
        Tensor stored = ops.reshape(ops.to(rounded, DType.FLOAT32), channels, 1);
        return spec.logScale() ? ops.exp(stored) : stored;
    }

    /** A filter for each channel, the same for all: {@code [C, 1, taps]}. */
    private Tensor filter(String name, int channels, double gain) {
        Tensor stored = ops.to(weights.claim(name, 1, 1, AntiAliasedSnake.TAPS), dtype);
        return own(ops.repeat(ops.mul(stored, gain), channels, 1, 1));
    }

    private Conv1d conv(String prefix, int in, int out, int kernel, int dilation) {
        return new Conv1d(weight(prefix, out, in, kernel), tensor(prefix + ".bias", out), dilation);
    }

    /** Directions scaled to unit length, times the lengths; both for each entry of the first dimension. */
    private Tensor weight(String prefix, long... shape) {
        try (TensorScope scope = ops.scope()) {
            Tensor length = weightPart(prefix, 0, shape[0], 1, 1);
            Tensor direction = weightPart(prefix, 1, shape);
            Tensor norm = ops.sqrt(ops.sum(ops.square(direction), true, 1, 2));
            return own(ops.to(ops.mul(direction, ops.div(length, norm)), dtype));
        }
    }

    private Tensor weightPart(String prefix, int part, long... shape) {
        String name = prefix + ".parametrizations.weight.original" + part;
        return ops.to(weights.claim(name, shape), DType.FLOAT32);
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
