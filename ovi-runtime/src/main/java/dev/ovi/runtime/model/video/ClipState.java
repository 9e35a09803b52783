package dev.ovi.runtime.model.video;

import dev.ovi.torch.Tensor;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The mutable state of one clip on its way through the encoder or the decoder: which chunk it is at, and what each
 * causal convolution saw last. A clip enters in chunks; the first holds its first frame alone.
 */
final class ClipState implements AutoCloseable {
    private final IdentityHashMap<CausalConv3d, Tensor> lastFrames = new IdentityHashMap<>();
    private boolean firstChunk = true;

    /** Whether the chunk that holds only the clip's first frame is being computed. */
    boolean isFirstChunk() {
        return firstChunk;
    }

    /** The chunk is done; the next one follows. */
    void nextChunk() {
        firstChunk = false;
    }

    /** The frames before the current chunk as a convolution saw them, or null if it saw none yet. */
    @Nullable
    Tensor framesBefore(CausalConv3d convolution) {
        return lastFrames.get(convolution);
    }

    /** Remembers frames for the next chunk, and owns them until then. */
    void remember(CausalConv3d convolution, Tensor frames) {
        Tensor older = lastFrames.put(convolution, frames.unscoped());
        if (older != null) {
            older.close();
        }
    }

    /** Forgets all frames. */
    @Override
    public void close() {
        lastFrames.values().forEach(Tensor::close);
        lastFrames.clear();
    }
}
