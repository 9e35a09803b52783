package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.words.WordSelector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColorWordsTest {

    @Test
    void aColourWordAndTheWordBehindItSpeakOfItsObject() {
        assertThat(described("a red circle moving left and a Blue square"))
                .containsExactly("red[1]: red, colour", "circle[2]: red", "Blue[7]: blue, colour", "square[8]: blue");
    }

    @Test
    void wordsThatOccurAgainAreTakenPlaceByPlace() {
        assertThat(described("a pink ring and a cyan ring"))
                .containsExactly(
                        "pink[1]: pink, colour", "ring#1[2]: pink", "cyan[5]: cyan, colour", "ring#2[6]: cyan");
    }

    @Test
    void aWordWithoutContentBehindAColourIsNoObject() {
        assertThat(described("green and a small star")).containsExactly("green[0]: green, colour");
    }

    @Test
    void otherWordsSpeakOfTheColourBeforeThem() {
        PromptText text = text("a red circle moving left and a blue square");
        var words = new ColorWords(text);

        assertThat(words.colorOf(group(text, "moving")).name()).isEqualTo("red");
        assertThat(words.colorOf(group(text, "blue square")).name()).isEqualTo("blue");
        assertThat(words.isColor(group(text, "blue square"))).isFalse();
    }

    @Test
    void aWordWithoutAColourOrWithSeveralIsRefused() {
        PromptText text = text("two rings : a red ring and a blue ring");
        var words = new ColorWords(text);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> words.colorOf(group(text, "rings")))
                .withMessageStartingWith("\"rings\" follows no colour word in \"two rings");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> words.colorOf(group(text, "ring")))
                .withMessageContainingAll("\"ring\" speaks of objects that are red and blue", "ring#1");
    }

    @Test
    void aPromptWithoutColoursIsRefused() {
        var words = new ColorWords(text("a man running at the park"));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(words::words)
                .withMessageContainingAll("names no colour", "red, orange, yellow", "--mask");
    }

    @Test
    void coloursThatAreHeardAreNotSeen() {
        List<PromptToken> tokens = new ArrayList<>(text("a red circle").tokens());
        tokens.removeLast();
        tokens.add(new PromptToken(3, 13, "▁blue", 13, 17, TokenRole.SPEECH));
        var words = new ColorWords(new PromptText("", "a red circle blue", tokens, 8));

        assertThat(words.words()).extracting(TokenGroup::label).containsExactly("red", "circle");
    }

    private static List<String> described(String prompt) {
        var words = new ColorWords(text(prompt));
        return words.words().stream()
                .map(group -> group + ": " + words.colorOf(group).name() + (words.isColor(group) ? ", colour" : ""))
                .toList();
    }

    private static TokenGroup group(PromptText text, String word) {
        return new WordSelector(text).select(List.of(word)).getFirst();
    }

    /** One token a word. */
    private static PromptText text(String prompt) {
        List<PromptToken> tokens = new ArrayList<>();
        int start = 0;
        for (String word : prompt.split(" ")) {
            int index = tokens.size();
            tokens.add(new PromptToken(index, 10 + index, "▁" + word, start, start + word.length(), TokenRole.TEXT));
            start += word.length() + 1;
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", prompt.length(), prompt.length(), TokenRole.END));
        return new PromptText(prompt, prompt, tokens, 32);
    }
}
