package dev.ovi.runtime.model.video;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Builds the video autoencoder from {@code Wan2.2_VAE.pth}; the one place that knows the names of its tensors. */
final class VideoVaeLoader {
    private final Ops ops;
    private final Weights weights;
    private final ModelSpec.VideoVae spec;
    private final List<Tensor> owned = new ArrayList<>();

    VideoVaeLoader(Ops ops, Weights weights, ModelSpec.VideoVae spec) {
        this.ops = ops;
        this.weights = weights;
        this.spec = spec;
    }

    VideoVae load() {
        try {
            VideoEncoder encoder = encoder();
            Device device = encoder.convIn().weight().device();
            return new VideoVae(
                    ops,
                    spec,
                    encoder,
                    decoder(),
                    statistics(spec.latentMean(), device),
                    statistics(spec.latentStd(), device),
                    owned);
        } catch (RuntimeException e) {
            owned.forEach(Tensor::close);
            throw e;
        }
    }

    private VideoEncoder encoder() {
        int first = spec.dim();
        int last = first * spec.multipliers().getLast();
        int moments = 2 * spec.latentChannels();
        List<DownBlock> blocks = new ArrayList<>();
        int in = first;
        for (int i = 0; i < spec.multipliers().size(); i++) {
            int out = first * spec.multipliers().get(i);
            blocks.add(downBlock("encoder.downsamples." + i + ".downsamples.", i, in, out));
            in = out;
        }
        return new VideoEncoder(
                conv3d("encoder.conv1", PixelTensors.PATCH_CHANNELS, first, 3, 3),
                List.copyOf(blocks),
                middle("encoder.middle.", last),
                output("encoder.head.", last, moments),
                conv3d("conv1", moments, moments, 1, 1));
    }

    private VideoDecoder decoder() {
        int latent = spec.latentChannels();
        List<Integer> multipliers = spec.multipliers().reversed();
        int first = spec.decoderDim() * multipliers.getFirst();
        int in = first;
        List<UpBlock> blocks = new ArrayList<>();
        for (int i = 0; i < spec.multipliers().size(); i++) {
            int out = spec.decoderDim() * multipliers.get(i);
            blocks.add(upBlock("decoder.upsamples." + i + ".upsamples.", i, in, out));
            in = out;
        }
        return new VideoDecoder(
                conv3d("conv2", latent, latent, 1, 1),
                conv3d("decoder.conv1", latent, first, 3, 3),
                middle("decoder.middle.", first),
                List.copyOf(blocks),
                output("decoder.head.", in, PixelTensors.PATCH_CHANNELS));
    }

    private DownBlock downBlock(String prefix, int index, int in, int out) {
        int residuals = spec.residualBlocks();
        boolean halvesTime = isSet(spec.halvesTime(), index);
        Downsampling downsampling = index == spec.multipliers().size() - 1
                ? null
                : new Downsampling(
                        conv2d(prefix + residuals + ".resample.1", out, 2, 0),
                        halvesTime ? timeConv(prefix + residuals, out, out, 2) : null);
        return new DownBlock(residuals(prefix, residuals, in, out), downsampling, halvesTime ? 2 : 1);
    }

    private UpBlock upBlock(String prefix, int index, int in, int out) {
        int residuals = spec.residualBlocks() + 1;
        boolean doublesTime = isSet(spec.halvesTime().reversed(), index);
        Upsampling upsampling = index == spec.multipliers().size() - 1
                ? null
                : new Upsampling(
                        doublesTime ? timeConv(prefix + residuals, out, 2 * out, 1) : null,
                        conv2d(prefix + residuals + ".resample.1", out, 1, 1));
        return new UpBlock(residuals(prefix, residuals, in, out), upsampling, doublesTime ? 2 : 1);
    }

    private static boolean isSet(List<Boolean> flags, int index) {
        return index < flags.size() && flags.get(index);
    }

    private List<ResidualBlock> residuals(String prefix, int count, int in, int out) {
        return IntStream.range(0, count)
                .mapToObj(i -> residual(prefix + i, i == 0 ? in : out, out))
                .toList();
    }

    private MiddleBlock middle(String prefix, int channels) {
        return new MiddleBlock(
                residual(prefix + 0, channels, channels),
                attention(prefix + 1, channels),
                residual(prefix + 2, channels, channels));
    }

    private ResidualBlock residual(String prefix, int in, int out) {
        return new ResidualBlock(
                norm(prefix + ".residual.0.gamma", in, in, 1, 1, 1),
                conv3d(prefix + ".residual.2", in, out, 3, 3),
                norm(prefix + ".residual.3.gamma", out, out, 1, 1, 1),
                conv3d(prefix + ".residual.6", out, out, 3, 3),
                in == out ? null : conv3d(prefix + ".shortcut", in, out, 1, 1));
    }

    private SpatialAttention attention(String prefix, int channels) {
        return new SpatialAttention(
                norm(prefix + ".norm.gamma", channels, channels, 1, 1),
                matrix(prefix + ".to_qkv.weight", 3 * channels, channels),
                tensor(prefix + ".to_qkv.bias", 3L * channels),
                matrix(prefix + ".proj.weight", channels, channels),
                tensor(prefix + ".proj.bias", channels));
    }

    private OutputLayers output(String prefix, int in, int out) {
        return new OutputLayers(norm(prefix + "0.gamma", in, in, 1, 1, 1), conv3d(prefix + 2, in, out, 3, 3));
    }

    private CausalConv3d conv3d(String prefix, int in, int out, int timeKernel, int spaceKernel) {
        return new CausalConv3d(
                kernel(prefix + ".weight", out, in, timeKernel, spaceKernel, spaceKernel),
                tensor(prefix + ".bias", out),
                1);
    }

    private CausalConv3d timeConv(String prefix, int in, int out, int stride) {
        return new CausalConv3d(
                kernel(prefix + ".time_conv.weight", out, in, 3, 1, 1),
                tensor(prefix + ".time_conv.bias", out),
                stride);
    }

    private SpatialConv conv2d(String prefix, int channels, int stride, int padding) {
        return new SpatialConv(
                kernel(prefix + ".weight", channels, channels, 3, 3),
                tensor(prefix + ".bias", channels),
                stride,
                padding);
    }

    private ChannelNorm norm(String name, int channels, long... shape) {
        try (TensorScope scope = ops.scope()) {
            Tensor gamma = ops.reshape(stored(name, shape), channels);
            return new ChannelNorm(own(ops.mul(gamma, Math.sqrt(channels))));
        }
    }

    /** The weight of a convolution of kernel 1×1 as a matrix. */
    private Tensor matrix(String name, int out, int in) {
        try (TensorScope scope = ops.scope()) {
            return own(ops.reshape(stored(name, out, in, 1, 1), out, in));
        }
    }

    /** The weight of a convolution, with the input channels innermost in memory, as the activations have theirs. */
    private Tensor kernel(String name, long... shape) {
        try (TensorScope scope = ops.scope()) {
            Tensor kernel = stored(name, shape); // [out, in, kernel…]
            return own(
                    shape.length == 5
                            ? ops.permute(ops.contiguous(ops.permute(kernel, 0, 2, 3, 4, 1)), 0, 4, 1, 2, 3)
                            : ops.permute(ops.contiguous(ops.permute(kernel, 0, 2, 3, 1)), 0, 3, 1, 2));
        }
    }

    private Tensor tensor(String name, long... shape) {
        try (TensorScope scope = ops.scope()) {
            return own(stored(name, shape));
        }
    }

    /** Upstream's autocast computes in float32 whatever the weights were rounded to. */
    private Tensor stored(String name, long... shape) {
        return ops.to(weights.claim(name, shape), DType.FLOAT32);
    }

    private Tensor statistics(List<Double> values, Device device) {
        double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
        try (TensorScope scope = ops.scope()) {
            return own(ops.to(ops.tensor(array, array.length), DType.FLOAT32, device));
        }
    }

    private Tensor own(Tensor tensor) {
        owned.add(tensor.unscoped());
        return tensor;
    }
}
