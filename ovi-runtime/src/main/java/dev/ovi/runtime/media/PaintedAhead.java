package dev.ovi.runtime.media;

import dev.ovi.api.visual.Animation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Draws the next picture of an animation on another thread while this one encodes. The painter is still called once for
 * each index, ascending, never twice at a time, and not any more after {@link #close()}.
 */
final class PaintedAhead implements AutoCloseable {
    private final Animation animation;
    private final ExecutorService painter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("painter").factory());
    private @Nullable Future<BufferedImage> next;

    PaintedAhead(Animation animation) {
        this.animation = animation;
    }

    /** The same pictures; they can be asked for once each, ascending. */
    Animation animation() {
        return new Animation(animation.frames(), animation.framesPerSecond(), this::paint, animation.sound());
    }

    private BufferedImage paint(int index) throws IOException {
        BufferedImage picture = next == null ? animation.painter().paint(index) : finished(next);
        if (index + 1 < animation.frames()) {
            next = painter.submit(() -> animation.painter().paint(index + 1));
        }
        return picture;
    }

    private static BufferedImage finished(Future<BufferedImage> picture) throws IOException {
        try {
            return picture.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while a picture was drawn").initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** Waits for the picture that is being drawn; no further one is begun. */
    @Override
    public void close() {
        if (next != null) {
            next.cancel(false);
        }
        painter.close();
    }
}
