package dev.ovi.api.visual;

import dev.ovi.api.option.Option;
import dev.ovi.api.record.AttentionRecord;
import java.io.IOException;
import java.util.List;

/**
 * Shows a record.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.ovi.api.visual.Visualizer}. The host makes a new instance for each picture and calls
 * it from one thread. A visualizer keeps no state between calls, starts no threads and writes nothing but through the canvas.
 *
 * <p>The contract kit of {@code ovi-api}, its test-jar, checks what every visualizer must do.
 */
public interface Visualizer {

    /**
     * The name that it is chosen by, lower case with hyphens, for instance {@code jet-gif}. Of two plugins with one name
     * neither is used.
     */
    String id();

    /** One sentence for {@code ovi plugins}. */
    String description();

    /** The options that this visualizer understands; their values arrive in {@link RenderRequest#options()}. */
    default List<Option<?>> options() {
        return List.of();
    }

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
