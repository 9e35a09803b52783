package dev.ovi.api.visual;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.TokenGroup;
import java.util.List;

/**
 * One of several records that are shown together.
 *
 * @param label what tells it apart from the others
 * @param record its maps
 * @param frames its video
 * @param words the chosen words, as positions of this record's prompt; without a choice, the mean over its real tokens
 * @param content without a choice, every captured content word of this record's prompt; else empty
 */
public record RenderSubject(
        String label, AttentionRecord record, FrameSource frames, List<TokenGroup> words, List<TokenGroup> content) {

    /** With copies of the words. */
    public RenderSubject {
        words = List.copyOf(words);
        content = List.copyOf(content);
    }

    /** With words that the user chose. */
    public RenderSubject(String label, AttentionRecord record, FrameSource frames, List<TokenGroup> words) {
        this(label, record, frames, words, List.of());
    }

    /** The chosen words, or without a choice the content words, see {@link RenderRequest#wordsOrContent()}. */
    public List<TokenGroup> wordsOrContent() {
        return content.isEmpty() ? words : content;
    }
}
