package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * Words that are to draw more or less attention than they would.
 *
 * @param words whose tokens, each changed once; never empty
 * @param strength by how much
 * @param kinds text→video, text→audio, or both
 * @param steps at which steps
 * @param layers in which layers
 * @param frames in which video frames, and while which of them in the sound
 * @param region in which part of the picture; everywhere where absent, and never in the sound where present
 */
public record AttentionEdit(
        List<String> words,
        Strength strength,
        List<AttentionKind> kinds,
        IndexSet steps,
        IndexSet layers,
        IndexSet frames,
        Optional<Region> region) {

    /** By how much an edit changes attention. */
    public sealed interface Strength {
        /** What is added to the logits of the words before the softmax: the logarithm of the factor. */
        double bias();
    }

    /**
     * Multiplies the words' share before all shares are made to add up to 1 again.
     *
     * @param factor at least 0; 0 removes the words
     */
    public record Weight(double factor) implements Strength {
        @Override
        public double bias() {
            return Math.log(factor);
        }
    }

    /** Removes the words. */
    public record Suppress() implements Strength {
        @Override
        public double bias() {
            return Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * Adds to the words' logits.
     *
     * @param bias may be negative
     */
    public record Boost(double bias) implements Strength {}

    /** @throws IllegalArgumentException if there is a region, and no kind whose queries lie in the picture */
    public AttentionEdit {
        words = List.copyOf(words);
        kinds = List.copyOf(kinds);
        if (editedKinds(kinds, region).isEmpty()) {
            throw new IllegalArgumentException(
                    "a region is a part of the picture, and sound has none: add text_to_video to kinds, or leave region out");
        }
    }

    /** The kinds that are changed: all of them, or with a region only those whose queries lie in the picture. */
    public List<AttentionKind> editedKinds() {
        return editedKinds(kinds, region);
    }

    private static List<AttentionKind> editedKinds(List<AttentionKind> kinds, Optional<Region> region) {
        return kinds.stream()
                .filter(kind -> region.isEmpty() || kind.query() == Sequence.VIDEO)
                .toList();
    }
}
