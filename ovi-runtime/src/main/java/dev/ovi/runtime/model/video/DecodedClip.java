package dev.ovi.runtime.model.video;

import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.NoSuchElementException;

/**
 * A clip that is decoded as it is read, one latent frame at a time, so that only a few frames are in memory. The first
 * latent frame gives one video frame, every later one gives four.
 */
public final class DecodedClip implements AutoCloseable {
    private final Ops ops;
    private final VideoDecoder decoder;
    private final Tensor latent; // [1 + k, h, w, z]
    private final Taps taps;
    private final ClipState state = new ClipState();
    private long next;

    /** @param latent {@code [1 + k, h, w, z]}, owned by this clip from now on */
    DecodedClip(Ops ops, VideoDecoder decoder, Tensor latent, Taps taps) {
        this.ops = ops;
        this.decoder = decoder;
        this.latent = latent;
        this.taps = taps;
    }

    /** Whether latent frames are left. */
    public boolean hasNext() {
        return next < latent.size(0);
    }

    /** The number of latent frames. */
    public long latentFrames() {
        return latent.size(0);
    }

    /**
     * Decodes the next latent frame.
     *
     * @return the video frames it stands for, {@code [3, T, H, W]}, about −1 to 1 ({@link PixelTensors#toBytes} clips them); T
     *     is 1 for the first latent frame
     * @throws NoSuchElementException if none is left
     */
    public Tensor next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the clip has only " + latent.size(0) + " latent frames");
        }
        try (TensorScope scope = ops.scope()) {
            Tensor z = ops.narrow(latent, 0, next, 1); // [1, h, w, z]
            Tensor patches = decoder.forward(ops, z, state, taps); // [T, H/2, W/2, 12]
            state.nextChunk();
            next++;
            return scope.keep(PixelTensors.fromPatches(ops, patches)); // [3, T, H, W]
        }
    }

    /** Frees what the decoder remembers of the clip. */
    @Override
    public void close() {
        state.close();
        latent.close();
    }
}
