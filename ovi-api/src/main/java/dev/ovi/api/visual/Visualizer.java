package dev.ovi.api.visual;

import dev.ovi.api.option.Option;
import dev.ovi.api.record.AttentionRecord;
import java.io.IOException;
import java.util.List;

/**
 * Shows a record.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.ovi.api.visual.Visualizer}. The host makes a new instance for each picture. A visualizer
 * keeps no state between calls, starts no threads and writes nothing but through the canvas.
 */
public interface Visualizer {

    /** The name that it is chosen by, lower case with hyphens, for instance {@code jet-gif}. */
    String id();

    /** One sentence for {@code ovi plugins}. */
    String description();

    /** The options that this visualizer understands. */
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
     * Draws.
     *
     * @param record the maps
     * @param frames the video they belong to
     * @param request what the user wants to see
     * @param canvas what to draw and write with
     * @throws IOException if a video cannot be read or a file cannot be written
     * @throws dev.ovi.api.record.MissingMapException if the record lacks what was asked for
     * @throws IllegalArgumentException if the request makes no sense for this visualizer; the message is shown to the user
     */
    void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas) throws IOException;
}
