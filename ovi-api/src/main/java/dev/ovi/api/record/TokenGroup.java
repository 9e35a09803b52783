package dev.ovi.api.record;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Positions whose maps are shown as one: the pieces of a word or phrase, or several words.
 *
 * @param label what a legend calls the group, for instance {@code circle} or {@code square#2}
 * @param positions positions as a {@link MapSeries} numbers them: token indices for text
 * @param combination how the maps of the positions become one
 */
public record TokenGroup(String label, List<Integer> positions, Combination combination) {

    /** How several maps become one. */
    public enum Combination {
        /** Added: the probability of attending to any of the positions. For the pieces of a word. */
        SUM,
        /** Averaged: what the positions have in common. For unrelated words. */
        MEAN
    }

    /** @throws IllegalArgumentException if there is no position */
    public TokenGroup {
        positions = List.copyOf(positions);
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("\"" + label + "\" has no tokens");
        }
    }

    /** The pieces of a word or phrase. */
    public static TokenGroup sum(String label, List<Integer> positions) {
        return new TokenGroup(label, positions, Combination.SUM);
    }

    /** One position. */
    public static TokenGroup single(String label, int position) {
        return sum(label, List.of(position));
    }

    /**
     * The mean over a text's real tokens without {@code </s>}: what is shown when no word is chosen. Over all keys of the
     * softmax the mean would be the same constant everywhere.
     */
    public static TokenGroup meanOf(PromptText text) {
        List<Integer> real = text.realTokens().stream().map(PromptToken::index).toList();
        return new TokenGroup("mean", real, Combination.MEAN);
    }

    /**
     * The pieces as a file name carries them, for instance {@code ▁circle}, or {@code ▁square#2} for one of several equal
     * words; the label where the group is a mean.
     *
     * @param text the text that the positions are tokens of
     * @throws MissingMapException if the text has no such token
     */
    public String pieces(PromptText text) {
        if (combination == Combination.MEAN) {
            return label;
        }
        return positions.stream().map(position -> piece(text, position)).collect(Collectors.joining()) + ordinal(text);
    }

    private String ordinal(PromptText text) {
        return text.words().stream()
                .filter(word -> word.tokens().equals(positions))
                .map(Word::ordinal)
                .findFirst()
                .orElse("");
    }

    private static String piece(PromptText text, int position) {
        if (position == text.paddingPosition()) {
            return "padding";
        }
        if (position < 0 || position > text.paddingPosition()) {
            throw new MissingMapException("token " + position + " does not exist; \"" + text.text()
                    + "\" has tokens 0 to " + (text.tokens().size() - 1));
        }
        return text.tokens().get(position).piece();
    }

    @Override
    public String toString() {
        return label + positions;
    }
}
