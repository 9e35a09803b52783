package dev.ovi.runtime.model.text;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt as tokens, and what did not fit.
 *
 * @param prompt the tokens that the model sees, {@code </s>} included
 * @param cutTokens how many tokens were cut off to leave room for {@code </s>}; 0 if all fit
 * @param cutWords the words that lost at least one token, in order
 */
public record TokenizedPrompt(PromptText prompt, int cutTokens, List<String> cutWords) {

    /** With a copy of the words. */
    public TokenizedPrompt {
        cutWords = List.copyOf(cutWords);
    }

    /** Whether the prompt was too long. */
    public boolean isTruncated() {
        return cutTokens > 0;
    }

    /** The tokens' numbers, {@code </s>} last; no padding. */
    public long[] ids() {
        return prompt.tokens().stream().mapToLong(PromptToken::id).toArray();
    }

    /**
     * The tokens' numbers with padding behind them, as many as text attention has keys.
     *
     * @param padId the number of the padding token
     */
    public long[] paddedIds(long padId) {
        long[] ids = ids();
        long[] padded = Arrays.copyOf(ids, prompt.length());
        Arrays.fill(padded, ids.length, padded.length, padId);
        return padded;
    }

    /** 1 for a token, 0 for padding, as many as text attention has keys. */
    public long[] mask() {
        long[] mask = new long[prompt.length()];
        Arrays.fill(mask, 0, prompt.tokens().size(), 1);
        return mask;
    }

    /** What a user should know about a prompt that was too long, in one line. */
    public String truncationMessage() {
        return "the prompt has " + (prompt.tokens().size() + cutTokens) + " tokens, the model reads " + prompt.length()
                + ": " + cutTokens + " were cut, with the words \"" + String.join(" ", cutWords) + "\"";
    }
}
