package dev.ovi.api.visual;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.util.List;
import java.util.Optional;

/** What the user wants to see. Immutable. */
public final class RenderRequest {
    private final AttentionKind kind;
    private final Branch branch;
    private final List<TokenGroup> words;
    private final List<TokenGroup> content;
    private final Optional<FrameSelection> frame;
    private final MapSlice slice;
    private final List<RenderSubject> others;

    private RenderRequest(Builder builder) {
        kind = builder.kind;
        branch = builder.branch;
        words = List.copyOf(builder.words);
        content = List.copyOf(builder.content);
        frame = builder.frame;
        slice = builder.slice;
        others = List.copyOf(builder.others);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a request without words; use TokenGroup.meanOf");
        }
    }

    /**
     * A request for maps of the conditional branch, averaged over everything.
     *
     * @param kind which maps
     * @param words the chosen words; without a choice, the mean over the prompt's real tokens
     */
    public static Builder builder(AttentionKind kind, List<TokenGroup> words) {
        return new Builder(kind, words);
    }

    /** Which maps. */
    public AttentionKind kind() {
        return kind;
    }

    /** Which pass of classifier-free guidance. */
    public Branch branch() {
        return branch;
    }

    /** The chosen words; never empty: without a choice, the mean over the prompt's real tokens. */
    public List<TokenGroup> words() {
        return words;
    }

    /** Without a choice, every captured content word, see {@link #wordsOrContent()}; else empty. */
    public List<TokenGroup> content() {
        return content;
    }

    /** The video frame to look at, or all; absent leaves it to the visualizer. */
    public Optional<FrameSelection> frame() {
        return frame;
    }

    /**
     * The step, layer and head to look at; what is absent is averaged, or shown one after the other where a visualizer's
     * subject is change over steps.
     */
    public MapSlice slice() {
        return slice;
    }

    /** Further records to compare with. */
    public List<RenderSubject> others() {
        return others;
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

    /** Puts a request together. */
    public static final class Builder {
        private final AttentionKind kind;
        private final List<TokenGroup> words;
        private Branch branch = Branch.CONDITIONAL;
        private List<TokenGroup> content = List.of();
        private Optional<FrameSelection> frame = Optional.empty();
        private MapSlice slice = MapSlice.MEAN;
        private List<RenderSubject> others = List.of();

        private Builder(AttentionKind kind, List<TokenGroup> words) {
            this.kind = kind;
            this.words = words;
        }

        /** Which pass of classifier-free guidance; the conditional one unless it is said. */
        public Builder branch(Branch value) {
            branch = value;
            return this;
        }

        /** Every captured content word, where the user chose no words. */
        public Builder content(List<TokenGroup> value) {
            content = value;
            return this;
        }

        /** The video frame to look at, or all; left to the visualizer unless it is said. */
        public Builder frame(Optional<FrameSelection> value) {
            frame = value;
            return this;
        }

        /** The step, layer and head to look at; the mean over everything unless it is said. */
        public Builder slice(MapSlice value) {
            slice = value;
            return this;
        }

        /** Further records to compare with; none unless they are named. */
        public Builder others(List<RenderSubject> value) {
            others = value;
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalArgumentException if there are no words
         */
        public RenderRequest build() {
            return new RenderRequest(this);
        }
    }
}
