package dev.ovi.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenListingTest {

    @Test
    void everyTokenHasALineWithItsWordAndAMarkWhereItIsCaptured() {
        PromptText text = text(16, "▁a", "▁square", "▁mag", "enta", "▁square");

        assertThat(TokenListing.lines(text, Set.of(1, 5, 6)))
                .containsExactly(
                        "Index  0: '▁a'         a",
                        "Index  1: '▁square'  ● square#1",
                        "Index  2: '▁mag'       magenta",
                        "Index  3: 'enta'       magenta",
                        "Index  4: '▁square'    square#2",
                        "Index  5: '</s>'     ●",
                        "Index  6: padding    ● 10 times",
                        "● is captured");
    }

    @Test
    void withoutPaddingThereIsNoLineForIt() {
        assertThat(TokenListing.lines(text(3, "▁a", "▁square"), Set.of()))
                .containsExactly("Index  0: '▁a'         a", "Index  1: '▁square'    square", "Index  2: '</s>'");
    }

    @Test
    void longTextsKeepTheirColumns() {
        String[] pieces = new String[120];
        Arrays.fill(pieces, "▁a");

        assertThat(TokenListing.lines(text(512, pieces), Set.of()))
                .contains(
                        "Index   7: '▁a'       a#8", "Index 119: '▁a'       a#120", "Index 121: padding    391 times");
    }

    @Test
    void capturedAreThePromptsTokensInWhateverKind() {
        RunInfo run = SampleRun.info();
        assertThat(TokenListing.captured(run, true)).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(TokenListing.captured(run, false)).isEmpty();
        assertThat(TokenListing.captured(requesting(run, AttentionKind.VIDEO_SELF, Branch.CONDITIONAL), true))
                .isEmpty();
        assertThat(TokenListing.captured(requesting(run, AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE), true))
                .isEmpty();
        assertThat(TokenListing.captured(requesting(run, AttentionKind.TEXT_TO_AUDIO, Branch.CONDITIONAL), true))
                .containsExactly(1);
    }

    private static RunInfo requesting(RunInfo run, AttentionKind kind, Branch branch) {
        var request = new CaptureRequest(kind, branch, Granularity.STEP, List.of(1), Set.of());
        return run.toBuilder().requested(new CapturePlan(List.of(request))).build();
    }

    private static PromptText text(int length, String... pieces) {
        StringBuilder text = new StringBuilder();
        List<PromptToken> tokens = new ArrayList<>();
        for (String piece : pieces) {
            int start = text.length();
            text.append(piece.replace("▁", text.isEmpty() ? "" : " "));
            tokens.add(new PromptToken(tokens.size(), 0, piece, start, text.length(), TokenRole.TEXT));
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", text.length(), text.length(), TokenRole.END));
        return new PromptText(text.toString(), text.toString(), tokens, length);
    }
}
