package dev.ovi.api.visual;

import dev.ovi.api.Plugin;
import dev.ovi.api.record.AttentionRecord;
import java.io.IOException;

/**
 * Shows a record.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.ovi.api.visual.Visualizer}. The host makes a new instance for each record that is
 * drawn, calls {@link #configure} and then everything else from one thread; only the painter of an
 * {@link Animation} may be called from another, while that one waits. A visualizer keeps nothing but its options, starts
 * no threads and writes nothing but through the canvas.
 *
 * <p>The contract kit of {@code ovi-api}, its test-jar, checks what every visualizer must do.
 */
public interface Visualizer extends Plugin {

    /**
     * Whether it sums up what others drew. Such a visualizer runs after all others, wherever the user named it, and finds
     * their files in {@link Canvas#written()}.
     */
    default boolean summary() {
        return false;
    }

    /**
     * Draws. Whatever it throws is told to the user, with its message where it is one of the exceptions below and with its
     * name else; other visualizers go on.
     *
     * @param record the maps
     * @param frames the video they belong to
     * @param request what the user wants to see
     * @param canvas what to draw and write with
     * @throws IOException if a video cannot be read or a file cannot be written
     * @throws dev.ovi.api.record.MissingMapException if the record lacks what was asked for
     * @throws IllegalArgumentException if the request makes no sense for this visualizer, or the record is damaged; the message is
     *     shown to the user
     */
    void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas) throws IOException;
}
