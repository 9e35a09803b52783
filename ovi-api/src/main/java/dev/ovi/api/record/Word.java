package dev.ovi.api.record;

import java.util.List;

/**
 * A word of a prompt: one or more tokens.
 *
 * @param text the word as it stands in the text
 * @param start its first character in the text, as an index of UTF-16 units
 * @param end one past its last character
 * @param tokens the indices of its tokens, ascending
 * @param occurrence which of several equal words this is (ignoring case), from 1
 * @param occurrences how many equal words the text has, this one included
 * @param role the part of the prompt that it belongs to
 */
public record Word(
        String text, int start, int end, List<Integer> tokens, int occurrence, int occurrences, TokenRole role) {

    /** With a copy of the tokens. */
    public Word {
        tokens = List.copyOf(tokens);
    }

    /** What tells it from other words, as a user chooses it: {@code circle}, or {@code square#2} where there are several. */
    public String label() {
        return text + ordinal();
    }

    /** {@code #2} for the second of several equal words, nothing for a word that stands alone. */
    String ordinal() {
        return occurrences > 1 ? "#" + occurrence : "";
    }
}
