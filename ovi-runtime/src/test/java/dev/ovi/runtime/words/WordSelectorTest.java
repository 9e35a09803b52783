package dev.ovi.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.runtime.base.UsageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSelectorTest {
    /** Pieces as upstream's tokenizer cut them for golden p0, with one word more that splits. */
    private static final List<String> PIECES = List.of(
            "▁a",
            "▁red",
            "▁circle",
            "▁and",
            "▁a",
            "▁blu",
            "r",
            "red",
            "▁square",
            ",",
            "▁Square",
            "▁<",
            "AUDCAP",
            ">",
            "a",
            "▁hum",
            "<",
            "ENDAUDCAP",
            ">");

    private final PromptText text = text(PIECES);
    private final WordSelector selector = new WordSelector(text);

    @Test
    void aWordIsTheSumOfItsPieces() {
        assertThat(selector.select(List.of("blurred"))).containsExactly(TokenGroup.sum("blurred", List.of(5, 6, 7)));
    }

    @Test
    void aPieceInsideAWordIsNotAWord() {
        assertThat(positions("red")).containsExactly(1);
    }

    @Test
    void aRepeatedWordIsFoundEverywhereAndCanBeToldApart() {
        assertThat(positions("square")).containsExactly(8, 10);
        assertThat(positions("square#1")).containsExactly(8);
        assertThat(positions("square#2")).containsExactly(10);
        assertThatThrownBy(() -> selector.select(List.of("square#3")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"square\" occurs 2 times");
    }

    @Test
    void aPhraseIsFoundWhereItsWordsFollowOneAnother() {
        assertThat(positions("blurred square")).containsExactly(5, 6, 7, 8);
        assertThatThrownBy(() -> selector.select(List.of("red square"))).isInstanceOf(UsageException.class);
    }

    @Test
    void anIndexOrASpanOfCharactersChoosesTokens() {
        assertThat(positions("2")).containsExactly(2);
        int start = text.text().indexOf("circle");
        assertThat(positions(start + ".." + (start + 6))).containsExactly(2);
        assertThatThrownBy(() -> selector.select(List.of("25"))).hasMessageContaining("padding");
        assertThatThrownBy(() -> selector.select(List.of("100"))).hasMessageContaining("tokens 0 to 19");
    }

    @Test
    void contentLeavesOutStopWordsPunctuationAndTags() {
        assertThat(labels("content")).containsExactly("red", "circle", "blurred", "square", "hum");
    }

    @Test
    void contentCanBeThatOfSomePartsOfTheTextAlone() {
        assertThat(selector.content(EnumSet.of(TokenRole.TEXT)).stream().map(TokenGroup::label))
                .containsExactly("red", "circle", "blurred", "square");
        assertThat(selector.content(EnumSet.of(TokenRole.AUDIO))).containsExactly(TokenGroup.single("hum", 15));
    }

    @Test
    void theAudioClassIsWhatStandsBetweenItsTags() {
        assertThat(labels("audio")).containsExactly("a", "hum");
    }

    @Test
    void sinkTokensCanBeAskedFor() {
        assertThat(positions("padding")).containsExactly(20);
        assertThat(positions("</s>")).containsExactly(19);
    }

    @Test
    void anUnknownWordNamesTheNearestOnes() {
        assertThatThrownBy(() -> selector.select(List.of("sqare")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"sqare\" is not a word of")
                .hasMessageContaining("nearest are square");
    }

    @Test
    void aWordThatIsCalledLikeAClassIsChosenByItsNumber() {
        var about = new WordSelector(text(List.of("▁all", "▁audio", "▁speech", "▁text")));
        assertThat(about.select(List.of("all"))).hasSize(4);
        assertThat(about.select(List.of("audio#1")).getFirst().positions()).containsExactly(1);
    }

    @Test
    void tokensThatAreChosenTwiceAreOneGroup() {
        int circle = text.text().indexOf("circle");
        assertThat(selector.select(List.of("circle", "CIRCLE", "2", circle + ".." + (circle + 6), "content")))
                .extracting(TokenGroup::label)
                .containsExactly("circle", "red", "blurred", "square", "hum");
    }

    @Test
    void equalLettersAtDifferentPlacesAreDifferentGroups() {
        int second = text.text().indexOf("Square");
        assertThat(selector.select(List.of("Square", second + ".." + (second + 6))))
                .extracting(TokenGroup::positions)
                .containsExactly(List.of(8, 10), List.of(10));
    }

    @Test
    void aClassWithoutWordsIsAnError() {
        assertThatThrownBy(() -> selector.select(List.of("speech")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no word of \"a red circle")
                .hasMessageContaining("belongs to \"speech\"");
    }

    @Test
    void aTextWithoutWordsHasNoNearestOnes() {
        assertThatThrownBy(() -> new WordSelector(text(List.of())).select(List.of("red")))
                .isInstanceOf(UsageException.class)
                .hasMessage("\"red\" is not a word of \"\"; it has none");
    }

    @Test
    void aWordThatSplitsIsTheSumOfPiecesInEveryPlace() {
        var twice = new WordSelector(text(List.of("▁mag", "enta", "▁and", "▁mag", "enta")));
        assertThat(twice.select(List.of("magenta", "magenta#2")))
                .containsExactly(
                        TokenGroup.sum("magenta", List.of(0, 1, 3, 4)), TokenGroup.sum("magenta#2", List.of(3, 4)));
    }

    private List<Integer> positions(String selection) {
        return selector.select(List.of(selection)).getFirst().positions();
    }

    private List<String> labels(String selection) {
        return selector.select(List.of(selection)).stream()
                .map(TokenGroup::label)
                .toList();
    }

    private static PromptText text(List<String> pieces) {
        StringBuilder text = new StringBuilder();
        List<PromptToken> tokens = new ArrayList<>();
        boolean audio = false;
        for (String piece : pieces) {
            String visible = piece.replace("▁", text.isEmpty() ? "" : " ");
            boolean tag = piece.contains("<") || piece.contains(">") || piece.contains("AUDCAP");
            TokenRole role = tag ? TokenRole.TAG : audio ? TokenRole.AUDIO : TokenRole.TEXT;
            int start = text.length();
            text.append(visible);
            tokens.add(new PromptToken(tokens.size(), 0, piece, start, text.length(), role));
            audio |= piece.equals(">");
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", text.length(), text.length(), TokenRole.END));
        return new PromptText(text.toString(), text.toString(), tokens, 48);
    }
}
