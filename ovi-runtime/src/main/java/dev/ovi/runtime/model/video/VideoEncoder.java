package dev.ovi.runtime.model.video;

import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * From patches of pixels to the moments of the latent: down, a middle with attention, and out.
 *
 * @param momentsConv the 1×1×1 convolution that follows the network
 */
record VideoEncoder(
        CausalConv3d convIn,
        List<DownBlock> downBlocks,
        MiddleBlock middle,
        OutputLayers output,
        CausalConv3d momentsConv) {

    /**
     * The next chunk of a clip: its first frame, or as many frames as make one latent frame.
     *
     * @param x {@code [T, H, W, 12]}, patches of 2×2 pixels
     * @param taps sees {@code vae.encode.down{i}} and {@code vae.encode.middle}
     * @return mean and log variance, {@code [1, H/8, W/8, 2·z]}
     */
    Tensor forward(Ops ops, Tensor x, ClipState state, Taps taps) {
        Tensor h = convIn.forward(ops, x, state); // [T, H, W, dim]
        for (int i = 0; i < downBlocks.size(); i++) {
            h = downBlocks.get(i).forward(ops, h, state); // [1, H/8, W/8, 4·dim] after the last
            taps.tap("vae.encode.down" + i, h);
        }
        h = middle.forward(ops, h, state); // [1, H/8, W/8, 4·dim]
        taps.tap("vae.encode.middle", h);
        h = output.forward(ops, h, state); // [1, H/8, W/8, 2·z]
        return momentsConv.forward(ops, h, state); // [1, H/8, W/8, 2·z]
    }
}
