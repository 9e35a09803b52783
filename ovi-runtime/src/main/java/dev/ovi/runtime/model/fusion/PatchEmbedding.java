package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import org.jspecify.annotations.Nullable;

/** From a latent to the rows of a backbone. */
sealed interface PatchEmbedding {

    /** The latent as a sequence, {@code [L, dim]}. */
    Tensor embed(Ops ops, Tensor latent);

    /**
     * Video: every patch is one row. A convolution whose stride is its kernel is a linear map of patches.
     *
     * @param kernel {@code [dim, channels, p, q, r]} for patches of p latent frames, q rows, r columns
     * @param bias {@code [dim]}
     */
    record Video(Tensor kernel, Tensor bias) implements PatchEmbedding {

        static Video load(Weights embedding, BackboneConfiguration configuration) {
            BackboneConfiguration.Patch patch = configuration.patch();
            int dim = configuration.dim();
            return new Video(
                    embedding.claim(
                            "weight", dim, configuration.inChannels(), patch.frames(), patch.height(), patch.width()),
                    embedding.claim("bias", dim));
        }

        @Override
        public Tensor embed(Ops ops, Tensor latent) {
            long channels = latent.size(0);
            long p = kernel.size(2);
            long q = kernel.size(3);
            long r = kernel.size(4);
            long frames = latent.size(1) / p;
            long height = latent.size(2) / q;
            long width = latent.size(3) / r;
            Tensor cut = ops.reshape(latent, channels, frames, p, height, q, width, r); // [C, F, p, H, q, W, r]
            Tensor patches = ops.permute(cut, 1, 3, 5, 0, 2, 4, 6); // [F, H, W, C, p, q, r]
            Tensor rows = ops.reshape(patches, frames * height * width, channels * p * q * r); // [L, C·p·q·r]
            return ops.linear(rows, ops.reshape(kernel, kernel.size(0), rows.size(1)), bias); // [L, dim]
        }
    }

    /**
     * Audio: every position is one row that sees its neighbours, by a convolution and a gated pair of convolutions.
     *
     * @param input {@code [dim, channels, 7]}
     * @param inputBias {@code [dim]}
     * @param gate {@code [hidden, dim, 7]}
     * @param hidden {@code [hidden, dim, 7]}
     * @param output {@code [dim, hidden, 7]}
     */
    record Audio(Tensor input, Tensor inputBias, Tensor gate, Tensor hidden, Tensor output) implements PatchEmbedding {
        private static final int KERNEL = 7;
        private static final int HIDDEN_MULTIPLE = 256;

        static Audio load(Weights embedding, BackboneConfiguration configuration) {
            int dim = configuration.dim();
            int hidden = hiddenSize(dim);
            return new Audio(
                    embedding.claim("0.weight", dim, configuration.inChannels(), KERNEL),
                    embedding.claim("0.bias", dim),
                    embedding.claim("2.w1.weight", hidden, dim, KERNEL),
                    embedding.claim("2.w3.weight", hidden, dim, KERNEL),
                    embedding.claim("2.w2.weight", dim, hidden, KERNEL));
        }

        /** Two thirds of four times the width, rounded up. */
        private static int hiddenSize(int dim) {
            int size = 2 * 4 * dim / 3;
            return HIDDEN_MULTIPLE * Math.ceilDiv(size, HIDDEN_MULTIPLE);
        }

        @Override
        public Tensor embed(Ops ops, Tensor latent) {
            Tensor channelsFirst = ops.unsqueeze(ops.transpose(latent, 0, 1), 0); // [1, C, L]
            Tensor x = ops.silu(convolve(ops, channelsFirst, input, inputBias)); // [1, dim, L]
            Tensor gated = ops.mul(ops.silu(convolve(ops, x, gate, null)), convolve(ops, x, hidden, null));
            Tensor embedded = convolve(ops, gated, output, null); // [1, dim, L]
            return ops.contiguous(ops.transpose(ops.squeeze(embedded, 0), 0, 1)); // [L, dim]
        }

        private static Tensor convolve(Ops ops, Tensor x, Tensor kernel, @Nullable Tensor bias) {
            return ops.conv1d(x, kernel, bias, 1, KERNEL / 2, 1, 1);
        }
    }
}
