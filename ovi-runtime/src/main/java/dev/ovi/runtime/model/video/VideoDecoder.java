package dev.ovi.runtime.model.video;

import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * From one latent frame to patches of pixels: in, a middle with attention, up, and out.
 *
 * @param latentConv the 1×1×1 convolution that precedes the network
 */
record VideoDecoder(
        CausalConv3d latentConv, CausalConv3d convIn, MiddleBlock middle, List<UpBlock> upBlocks, OutputLayers output) {

    /**
     * The next latent frame of a clip.
     *
     * @param z {@code [1, h, w, z]}
     * @param taps sees {@code vae.decode.middle} and {@code vae.decode.up{i}}
     * @return {@code [T, 8h, 8w, 12]}, patches of 2×2 pixels; T is 1 for the first latent frame, else the product of the
     *     time factors
     */
    Tensor forward(Ops ops, Tensor z, ClipState state, Taps taps) {
        Tensor x = convIn.forward(ops, latentConv.forward(ops, z, state), state); // [1, h, w, 4·dim]
        x = middle.forward(ops, x, state); // [1, h, w, 4·dim]
        taps.tap("vae.decode.middle", x);
        for (int i = 0; i < upBlocks.size(); i++) {
            x = upBlocks.get(i).forward(ops, x, state); // [T, 8h, 8w, dim] after the last
            taps.tap("vae.decode.up" + i, x);
        }
        return output.forward(ops, x, state); // [T, 8h, 8w, 12]
    }
}
