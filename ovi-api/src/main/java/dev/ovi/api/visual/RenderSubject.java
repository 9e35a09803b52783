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
 * @param words the chosen words, as positions of this record's prompt
 */
public record RenderSubject(String label, AttentionRecord record, FrameSource frames, List<TokenGroup> words) {

    /** With a copy of the words. */
    public RenderSubject {
        words = List.copyOf(words);
    }
}
