package dev.ovi.api.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptsTest {
    private static final PromptText PROMPT = text("a red circle");
    private static final PromptText VIDEO = text("blur");
    private static final PromptText AUDIO = text("noise");
    private static final Prompts ALL = new Prompts(PROMPT, VIDEO, AUDIO);

    @Test
    void bothModalitiesSeeThePromptAndEachItsOwnNegativeOne() {
        assertThat(ALL.text(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)).isEqualTo(PROMPT);
        assertThat(ALL.text(AttentionKind.TEXT_TO_AUDIO, Branch.CONDITIONAL)).isEqualTo(PROMPT);
        assertThat(ALL.text(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE)).isEqualTo(VIDEO);
        assertThat(ALL.text(AttentionKind.TEXT_TO_AUDIO, Branch.NEGATIVE)).isEqualTo(AUDIO);
    }

    @Test
    void aRunWithoutANegativePromptHasNoTextInThatBranch() {
        assertThat(Prompts.of(PROMPT).find(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE))
                .isEmpty();
        assertThatThrownBy(() -> Prompts.of(PROMPT).text(AttentionKind.TEXT_TO_AUDIO, Branch.NEGATIVE))
                .isInstanceOf(MissingMapException.class)
                .hasMessage("the run had no negative prompt for text_to_audio");
    }

    @ParameterizedTest
    @EnumSource
    void onlyPositionsOfTextAreTokens(AttentionKind kind) {
        for (Branch branch : Branch.values()) {
            assertThat(ALL.find(kind, branch).isPresent()).isEqualTo(kind.key() == Sequence.TEXT);
        }
        if (kind.key() != Sequence.TEXT) {
            assertThatThrownBy(() -> ALL.text(kind, Branch.CONDITIONAL))
                    .isInstanceOf(MissingMapException.class)
                    .hasMessageContaining("are not tokens");
        }
    }

    private static PromptText text(String text) {
        return new PromptText(text, text, List.of(), 4);
    }
}
