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
 * @param role the part of the prompt that it belongs to
 */
public record Word(String text, int start, int end, List<Integer> tokens, int occurrence, TokenRole role) {

    /** With a copy of the tokens. */
    public Word {
        tokens = List.copyOf(tokens);
    }
}
