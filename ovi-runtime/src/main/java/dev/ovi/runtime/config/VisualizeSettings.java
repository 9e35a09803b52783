package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.visual.FrameSelection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is drawn of the captured attention.
 *
 * @param visualizers ids, in the order in which they run
 * @param tokens the words that are drawn, as the user chose them; empty is the mean over the prompt's real tokens
 * @param kind which maps
 * @param branch of which pass of classifier-free guidance
 * @param frame over which video frame; absent leaves it to the visualizer
 * @param slice at which step, in which layer, of which head
 */
public record VisualizeSettings(
        List<String> visualizers,
        List<String> tokens,
        AttentionKind kind,
        Branch branch,
        Optional<FrameSelection> frame,
        MapSlice slice) {

    /** With copies of the lists. */
    public VisualizeSettings {
        visualizers = List.copyOf(visualizers);
        tokens = List.copyOf(tokens);
    }

    static VisualizeSettings of(Values values) {
        return new VisualizeSettings(
                values.get(Schema.VISUALIZERS),
                values.get(Schema.VISUALIZE_TOKENS),
                values.get(Schema.VISUALIZE_KIND),
                values.get(Schema.VISUALIZE_BRANCH),
                values.find(Schema.VISUALIZE_FRAME),
                new MapSlice(
                        index(values.find(Schema.VISUALIZE_STEP)),
                        index(values.find(Schema.VISUALIZE_LAYER)),
                        index(values.find(Schema.VISUALIZE_HEAD))));
    }

    private static OptionalInt index(Optional<Integer> value) {
        return value.stream().mapToInt(Integer::intValue).findFirst();
    }
}
