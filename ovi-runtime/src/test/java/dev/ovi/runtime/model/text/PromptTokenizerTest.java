package dev.ovi.runtime.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.base.OviException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTokenizerTest {
    private static final Path DIRECTORY =
            Path.of("..", "examples", "tiny-ovi", "ckpts", "Wan2.2-TI2V-5B", "google", "umt5-xxl");
    private static final String PROMPT =
            "a red circle moving left and a blue square moving up <AUDCAP>a low hum<ENDAUDCAP>";

    @Test
    void cuts_the_pieces_that_upstreams_tokenizer_cuts() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 48)) {
            TokenizedPrompt negative = tokenizer.tokenize("jitter, bad hands, blur, distortion");

            assertThat(negative.prompt().tokens())
                    .extracting(PromptToken::piece)
                    .containsExactly(
                            "▁j", "itter", ",", "▁bad", "▁hand", "s", ",", "▁blu", "r", ",", "▁distortion", "</s>");
            assertThat(negative.isTruncated()).isFalse();
            assertThat(negative.mask()).hasSize(48).startsWith(1).endsWith(0);
            assertThat(negative.paddedIds(0)).hasSize(48).endsWith(0).contains(negative.ids());
        }
    }

    @Test
    void spans_lead_from_pieces_back_to_words() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 48)) {
            TokenizedPrompt tokenized = tokenizer.tokenize("jitter \ud83d\ude00 blur");

            assertThat(tokenized.prompt().words())
                    .extracting(Word::text)
                    .containsExactly("jitter", "\ud83d\ude00", "blur");
            assertThat(tokenized.prompt().words().getFirst().tokens()).containsExactly(0, 1);
        }
    }

    @Test
    void every_piece_but_the_end_mark_belongs_to_a_word() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 48)) {
            TokenizedPrompt tokenized = tokenizer.tokenize("a magenta hexagon, and a blue square");

            assertThat(tokenized.prompt().realTokens())
                    .extracting(PromptToken::piece)
                    .contains("▁");
            assertThat(tokenized.prompt().words().stream().flatMap(word -> word.tokens().stream()))
                    .containsExactlyElementsOf(tokenized.prompt().realTokens().stream()
                            .map(PromptToken::index)
                            .toList());
        }
    }

    @Test
    void knows_what_is_seen_heard_and_spoken() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 64)) {
            TokenizedPrompt tokenized = tokenizer.tokenize("a red circle <S>up<E> <AUDCAP>a hum<ENDAUDCAP>");

            assertThat(wordsWith(tokenized, TokenRole.TEXT)).containsExactly("a", "red", "circle");
            assertThat(wordsWith(tokenized, TokenRole.SPEECH)).containsExactly("up");
            assertThat(wordsWith(tokenized, TokenRole.AUDIO)).containsExactly("a", "hum");
            assertThat(tokenized.prompt().tokens().getLast().role()).isEqualTo(TokenRole.END);
        }
    }

    @Test
    void a_prompt_that_is_too_long_keeps_its_end_mark_and_names_the_words_that_were_cut() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 8)) {
            TokenizedPrompt tokenized = tokenizer.tokenize("a red circle moving left and a blue square moving up");

            assertThat(tokenized.prompt().tokens()).hasSize(8);
            assertThat(tokenized.prompt().tokens().getLast().piece()).isEqualTo("</s>");
            assertThat(tokenized.cutTokens()).isEqualTo(4);
            assertThat(tokenized.cutWords()).containsExactly("blue", "square", "moving", "up");
            assertThat(tokenized.truncationMessage())
                    .contains("12 tokens")
                    .contains("reads 8")
                    .contains("4 were cut");
        }
    }

    @Test
    void an_empty_text_is_its_end_mark_alone() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 48)) {
            assertThat(tokenizer.tokenize("").ids()).containsExactly(1);
        }
    }

    @Test
    void marks_sound_as_the_model_wants_it() {
        try (PromptTokenizer tokenizer = PromptTokenizer.open(DIRECTORY, 48)) {
            String prefixed = "a red circle moving left and a blue square moving up Audio: a low hum";

            assertThat(textOf(tokenizer.tokenize(prefixed, AudioTags.ofModel("720x720_5s"))))
                    .isEqualTo(PROMPT);
            assertThat(textOf(tokenizer.tokenize(PROMPT, AudioTags.ofModel("960x960_10s"))))
                    .isEqualTo(prefixed);
            assertThat(textOf(tokenizer.tokenize(PROMPT, AudioTags.AUDCAP))).isEqualTo(PROMPT);
        }
    }

    @Test
    void a_missing_tokenizer_is_named(@TempDir Path empty) {
        assertThatThrownBy(() -> PromptTokenizer.open(empty, 48))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("ckpt_dir");
    }

    private static String textOf(TokenizedPrompt tokenized) {
        return tokenized.prompt().text();
    }

    private static List<String> wordsWith(TokenizedPrompt tokenized, TokenRole role) {
        return tokenized.prompt().words().stream()
                .filter(word -> word.role() == role)
                .map(Word::text)
                .toList();
    }
}
