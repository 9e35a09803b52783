package dev.ovi.api.visual;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
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
 * @param content without a choice, every captured content word, see {@link #wordsOrContent()}; else empty
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
        List<TokenGroup> content,
        Optional<FrameSelection> frame,
        MapSlice slice,
        OptionValues options,
        List<RenderSubject> others) {

    /** @throws IllegalArgumentException if there are no words */
    public RenderRequest {
        words = List.copyOf(words);
        content = List.copyOf(content);
        others = List.copyOf(others);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a request without words; use TokenGroup.meanOf");
        }
    }

    /**
     * A request for words that the user chose.
     *
     * @throws IllegalArgumentException if there are no words
     */
    public RenderRequest(
            AttentionKind kind,
            Branch branch,
            List<TokenGroup> words,
            Optional<FrameSelection> frame,
            MapSlice slice,
            OptionValues options,
            List<RenderSubject> others) {
        this(kind, branch, words, List.of(), frame, slice, options, others);
    }

    /**
     * For pictures that show several words at once: the chosen words, or without a choice every content word that was
     * captured, in the order of the prompt. Content are words that can be seen, or heard where the maps lie over sound: no
     * stop words, punctuation or tags. Never empty: where there is no content, the mean that {@link #words()} holds.
     */
    public List<TokenGroup> wordsOrContent() {
        return content.isEmpty() ? words : content;
    }

    /**
     * For visualizers that draw over video frames.
     *
     * @throws IllegalArgumentException if the maps lie over sound
     */
    public void requireMapsOverVideo() {
        if (kind.mapped() != Sequence.VIDEO) {
            throw new IllegalArgumentException(kind.id()
                    + " maps lie over sound, and this visualizer draws over video frames; the timeline visualizer shows"
                    + " them");
        }
    }
}
