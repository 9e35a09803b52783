package dev.ovi.api.visual;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants to see.
 *
 * @param kind which maps
 * @param branch which pass of classifier-free guidance
 * @param words the chosen words; never empty: without a choice, the mean over the prompt's real tokens
 * @param frame the video frame to look at, or all; absent leaves it to the visualizer
 * @param slice the step, layer and head to look at; what is absent is averaged, or shown one after the other where a
 *     visualizer's subject is change over steps
 * @param options the visualizer's own options
 * @param others further records to compare with
 */
public record RenderRequest(
        AttentionKind kind,
        Branch branch,
        List<TokenGroup> words,
        Optional<FrameSelection> frame,
        MapSlice slice,
        OptionValues options,
        List<RenderSubject> others) {

    /** @throws IllegalArgumentException if there are no words */
    public RenderRequest {
        words = List.copyOf(words);
        others = List.copyOf(others);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a request without words; use TokenGroup.meanOf");
        }
    }
}
