package dev.ovi.torch;

/** What pictures and sound are prepared with: padding, resampling, spectra. */
public sealed interface SignalOps permits Ops {
    /**
     * {@code pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None)}
     *
     * @param pad before and after, the last dimension first: {@code left, right, top, bottom, front, back}; negative
     *     numbers cut off
     */
    default Tensor pad(Tensor self, long[] pad, PadMode mode) {
        return call(Op.PAD)
                .tensor(self)
                .integers(pad)
                .string(mode.argument())
                .none()
                .run();
    }

    /** Pads with zeros; see {@link #pad(Tensor, long[], PadMode)}. */
    default Tensor pad(Tensor self, long... pad) {
        return pad(self, pad, PadMode.ZEROS);
    }

    /**
     * {@code upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float?
     * scales_w=None)}, with half-pixel centres.
     */
    default Tensor upsampleBicubic2d(Tensor self, long height, long width) {
        return call(Op.UPSAMPLE_BICUBIC2D)
                .tensor(self)
                .integers(height, width)
                .bool(false)
                .none()
                .none()
                .run();
    }

    /**
     * The one-sided spectrum, complex, {@code [..., n/2 + 1, frames]}. {@code stft.center(Tensor self, int n_fft, int?
     * hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool
     * normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None)}
     *
     * @param center whether the signal is padded by half a window on both sides, mirrored
     */
    default Tensor stft(Tensor self, long size, long hop, Tensor window, boolean center) {
        return call(Op.STFT)
                .tensor(self)
                .integer(size)
                .someInteger(hop)
                .someInteger(window.size(0))
                .optional(window)
                .bool(center)
                .string(StringArgument.REFLECT)
                .bool(false)
                .someBool(true)
                .someBool(true)
                .none()
                .run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }
}
