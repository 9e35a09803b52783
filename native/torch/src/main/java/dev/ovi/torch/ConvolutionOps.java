package dev.ovi.torch;

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

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }
}
