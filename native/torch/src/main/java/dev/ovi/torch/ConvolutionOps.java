package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolutions of {@code [batch, channels, ...]}. */
public sealed interface ConvolutionOps permits Ops {
    /**
     * {@code conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=1, SymInt[1] padding=0, SymInt[1]
     * dilation=1, SymInt groups=1)}
     */
    default Tensor conv1d(
            Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding, long dilation, long groups) {
        if (roundsToTf32(input) && groups == 1) {
            Tensor rows = asRows(input);
            Tensor kernel = asRows(weight);
            Call wide = call(Op.CUDNN_CONVOLUTION).tensor(rows).tensor(kernel);
            return biased(
                    squeezed(byCudnn(
                            wide.integers(0, padding).integers(1, stride).integers(1, dilation), 1)),
                    bias);
        }
        return call(Op.CONV1D)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(stride)
                .integers(padding)
                .integers(dilation)
                .integer(groups)
                .run();
    }

    /** With one stride and padding for both directions, no dilation, no groups; see {@link #conv1d}. */
    default Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return convolution(Op.CONV2D, input, weight, bias, new long[] {stride, stride}, new long[] {padding, padding});
    }

    /**
     * Without dilation and groups; see {@link #conv1d}.
     *
     * @param stride for depth, height and width
     * @param padding likewise
     */
    default Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding) {
        return convolution(Op.CONV3D, input, weight, bias, stride, padding);
    }

    /**
     * {@code conv2d} or {@code conv3d}, whose arguments are those of {@code conv1d}, or where {@link CpuLibraries} prefers
     * oneDNN {@code mkldnn_convolution(Tensor self, Tensor weight, Tensor? bias, SymInt[] padding, SymInt[] stride,
     * SymInt[] dilation, SymInt groups)}.
     */
    private Tensor convolution(
            Op op, Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding) {
        if (roundsToTf32(input)) {
            long[] none = new long[stride.length];
            Arrays.fill(none, 1);
            Call cudnn = call(Op.CUDNN_CONVOLUTION).tensor(input).tensor(weight);
            return biased(byCudnn(cudnn.integers(padding).integers(stride).integers(none), 1), bias);
        }
        boolean byOneDnn = ((Ops) this).torch().cpuLibraries().oneDnnConvolves(input, weight);
        long[] noDilation = new long[stride.length];
        Arrays.fill(noDilation, 1);
        return call(byOneDnn ? Op.MKLDNN_CONVOLUTION : op)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(byOneDnn ? padding : stride)
                .integers(byOneDnn ? stride : padding)
                .integers(noDilation)
                .integer(1)
                .run();
    }

    /**
     * {@code conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=1, SymInt[1] padding=0,
     * SymInt[1] output_padding=0, SymInt groups=1, SymInt[1] dilation=1)}
     */
    default Tensor convTranspose1d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long stride,
            long padding,
            long outputPadding,
            long groups,
            long dilation) {
        if (roundsToTf32(input)) {
            Tensor rows = asRows(input);
            Tensor kernel = asRows(weight);
            Call wide = call(Op.CUDNN_CONVOLUTION_TRANSPOSE).tensor(rows).tensor(kernel);
            wide.integers(0, padding)
                    .integers(0, outputPadding)
                    .integers(1, stride)
                    .integers(1, dilation);
            return biased(squeezed(byCudnn(wide, groups)), bias);
        }
        return call(Op.CONV_TRANSPOSE1D)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(stride)
                .integers(padding)
                .integers(outputPadding)
                .integer(groups)
                .integers(dilation)
                .run();
    }

    /**
     * On a GPU cuDNN rounds float32 to 10 bits of mantissa unless it is told not to, which its own operators alone can be:
     * {@code cudnn_convolution(Tensor self, Tensor weight, SymInt[] padding, SymInt[] stride, SymInt[] dilation, SymInt
     * groups, bool benchmark, bool deterministic, bool allow_tf32)}, and {@code cudnn_convolution_transpose} with the output's
     * padding after the padding.
     */
    private static boolean roundsToTf32(Tensor input) {
        return input.dtype() == DType.FLOAT32 && !input.device().isHost();
    }

    /** cuDNN has no convolution in one dimension: {@code [N, C, L]} as {@code [N, C, 1, L]}. */
    private Tensor asRows(Tensor tensor) {
        return ((Ops) this).unsqueeze(tensor, 2);
    }

    private Tensor squeezed(Tensor rows) {
        return ((Ops) this).squeeze(rows, 2);
    }

    private static Tensor byCudnn(Call begun, long groups) {
        return begun.integer(groups).bool(false).bool(true).bool(false).run();
    }

    private Tensor biased(Tensor result, @Nullable Tensor bias) {
        if (bias == null) {
            return result;
        }
        long[] shape = new long[result.rank()];
        Arrays.fill(shape, 1);
        shape[1] = bias.size(0);
        return ((Ops) this).add_(result, ((Ops) this).view(bias, shape));
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }
}
