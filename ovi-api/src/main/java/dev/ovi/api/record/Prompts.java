package dev.ovi.api.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a run.
 *
 * @param prompt seen by both modalities in the conditional branch
 * @param videoNegative seen by the video in the negative branch, if there was one
 * @param audioNegative seen by the audio in the negative branch, if there was one
 */
public record Prompts(
        PromptText prompt,
        @Nullable PromptText videoNegative,
        @Nullable PromptText audioNegative) {

    /** A prompt without negative prompts. */
    public static Prompts of(PromptText prompt) {
        return new Prompts(prompt, null, null);
    }

    /**
     * The text whose tokens are the positions of a kind and branch; absent if positions of this kind are not tokens, or the
     * branch has no text.
     */
    public Optional<PromptText> find(AttentionKind kind, Branch branch) {
        if (kind.position() != Sequence.TEXT) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (branch) {
                    case CONDITIONAL -> prompt;
                    case NEGATIVE -> kind.mapped() == Sequence.VIDEO ? videoNegative : audioNegative;
                });
    }

    /**
     * The text whose tokens are the positions of a kind and branch.
     *
     * @throws MissingMapException if positions of this kind are not tokens, or the branch had no text
     */
    public PromptText text(AttentionKind kind, Branch branch) {
        return find(kind, branch)
                .orElseThrow(() -> new MissingMapException(
                        kind.position() == Sequence.TEXT
                                ? "the run had no negative prompt for " + kind.id()
                                : "positions of " + kind.id() + " are not tokens"));
    }
}
