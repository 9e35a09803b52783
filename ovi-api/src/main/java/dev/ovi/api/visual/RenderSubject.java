package dev.ovi.api.visual;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.TokenGroup;
import java.util.List;

/** One of several records that are shown together. */
public final class RenderSubject {
    private final String label;
    private final AttentionRecord record;
    private final FrameSource frames;
    private final List<TokenGroup> words;
    private final List<TokenGroup> content;

    private RenderSubject(
            String label,
            AttentionRecord record,
            FrameSource frames,
            List<TokenGroup> words,
            List<TokenGroup> content) {
        this.label = label;
        this.record = record;
        this.frames = frames;
        this.words = List.copyOf(words);
        this.content = List.copyOf(content);
    }

    /**
     * A record with words that the user chose.
     *
     * @param label what tells it apart from the others
     * @param record its maps
     * @param frames its video
     * @param words the chosen words, as positions of this record's prompt
     */
    public static RenderSubject of(String label, AttentionRecord record, FrameSource frames, List<TokenGroup> words) {
        return new RenderSubject(label, record, frames, words, List.of());
    }

    /** The same record with other chosen words, and no content. */
    public RenderSubject withWords(List<TokenGroup> chosen) {
        return new RenderSubject(label, record, frames, chosen, List.of());
    }

    /** The same record where the user chose no words, with every captured content word of its prompt. */
    public RenderSubject withContent(List<TokenGroup> captured) {
        return new RenderSubject(label, record, frames, words, captured);
    }

    /** What tells it apart from the others. */
    public String label() {
        return label;
    }

    /** Its maps. */
    public AttentionRecord record() {
        return record;
    }

    /** Its video. */
    public FrameSource frames() {
        return frames;
    }

    /** The chosen words, as positions of this record's prompt; without a choice, the mean over its real tokens. */
    public List<TokenGroup> words() {
        return words;
    }

    /** Without a choice, every captured content word of this record's prompt; else empty. */
    public List<TokenGroup> content() {
        return content;
    }

    /** The chosen words, or without a choice the content words, see {@link RenderRequest#wordsOrContent()}. */
    public List<TokenGroup> wordsOrContent() {
        return content.isEmpty() ? words : content;
    }
}
