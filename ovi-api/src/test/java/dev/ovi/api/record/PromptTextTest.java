package dev.ovi.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTextTest {
    private final PromptText text =
            text("▁a", "▁red", "▁square", ",", "▁mag", "enta", "▁and", "▁A", "▁blue", "▁Square");

    @Test
    void equalWordsAreNumberedIgnoringCase() {
        assertThat(text.words())
                .extracting(Word::label)
                .containsExactly("a#1", "red", "square#1", ",", "magenta", "and", "A#2", "blue", "Square#2");
    }

    @Test
    void aWordKnowsHowManyAreEqual() {
        assertThat(text.words().get(2).occurrences()).isEqualTo(2);
        assertThat(text.words().get(1).occurrences()).isEqualTo(1);
    }

    @Test
    void aGroupHoldsAllOccurrencesAndPieces() {
        assertThat(text.wordGroups(word -> !word.text().equals(",")))
                .containsExactly(
                        TokenGroup.sum("a", List.of(0, 7)),
                        TokenGroup.sum("red", List.of(1)),
                        TokenGroup.sum("square", List.of(2, 9)),
                        TokenGroup.sum("magenta", List.of(4, 5)),
                        TokenGroup.sum("and", List.of(6)),
                        TokenGroup.sum("blue", List.of(8)));
    }

    @Test
    void filesOfEqualWordsHaveDifferentNames() {
        assertThat(TokenGroup.single("square#1", 2).pieces(text)).isEqualTo("▁square#1");
        assertThat(TokenGroup.single("square#2", 9).pieces(text)).isEqualTo("▁Square#2");
        assertThat(TokenGroup.sum("square", List.of(2, 9)).pieces(text)).isEqualTo("▁square▁Square");
    }

    @Test
    void filesOfOtherWordsAreCalledByTheirPieces() {
        assertThat(TokenGroup.single("red", 1).pieces(text)).isEqualTo("▁red");
        assertThat(TokenGroup.sum("magenta", List.of(4, 5)).pieces(text)).isEqualTo("▁magenta");
        assertThat(TokenGroup.sum("red square", List.of(1, 2)).pieces(text)).isEqualTo("▁red▁square");
        assertThat(TokenGroup.single("padding", 10).pieces(text)).isEqualTo("padding");
        assertThat(TokenGroup.meanOf(text).pieces(text)).isEqualTo("mean");
    }

    @Test
    void aPieceThatIsOnlyASpaceBelongsToTheWordBehindIt() {
        PromptText split = text("▁a", "▁", "hex", "agon", "▁", "▁", "<", "S");

        assertThat(split.words()).extracting(Word::text).containsExactly("a", "hexagon", "<", "S");
        assertThat(split.words())
                .extracting(Word::tokens)
                .containsExactly(List.of(0), List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
    }

    @Test
    void aSpaceAtTheEndBelongsToNoWord() {
        assertThat(text("▁a", "▁").words()).extracting(Word::tokens).containsExactly(List.of(0));
    }

    private static PromptText text(String... pieces) {
        StringBuilder text = new StringBuilder();
        List<PromptToken> tokens = new ArrayList<>();
        for (String piece : pieces) {
            int start = text.length();
            text.append(piece.replace("▁", text.isEmpty() ? "" : " "));
            tokens.add(new PromptToken(tokens.size(), 0, piece, start, text.length(), TokenRole.TEXT));
        }
        return new PromptText(text.toString(), text.toString(), tokens, 48);
    }
}
