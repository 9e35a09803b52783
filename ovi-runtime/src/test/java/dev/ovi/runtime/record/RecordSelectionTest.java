package dev.ovi.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.VisualizeSettings;
import dev.ovi.runtime.media.BlackFrames;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordSelectionTest {

    @Test
    void whatARunCanShowIsAccepted() {
        assertThatNoException().isThrownBy(() -> check(List.of(), Optional.empty(), MapSlice.MEAN));
        assertThatNoException()
                .isThrownBy(() -> check(
                        List.of("circle", "content"), Optional.of(new FrameSelection.Single(4)), MapSlice.step(1)));
        assertThatNoException()
                .isThrownBy(() -> check(List.of("all"), Optional.of(new FrameSelection.All()), MapSlice.MEAN));
    }

    @Test
    void aWordThatThePromptLacksIsRefusedBeforeTheRun() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> check(List.of("circel"), Optional.empty(), MapSlice.MEAN))
                .withMessageContainingAll("\"circel\"", "circle");
    }

    @Test
    void aFrameThatThereWillNotBeIsRefusedBeforeTheRun() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> check(List.of(), Optional.of(new FrameSelection.Single(5)), MapSlice.MEAN))
                .withMessage("video frame 5 does not exist; there are 0 to 4, and all");
    }

    @Test
    void aStepThatThereWillNotBeIsRefusedBeforeTheRun() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> check(List.of(), Optional.empty(), MapSlice.step(2)))
                .withMessage("step 2 cannot be drawn; there are 0 to 1");
    }

    @Test
    void withoutAChoiceEveryCapturedContentWordCanBeShown() {
        // "big" was not captured, "a" is a stop word, and a hum cannot be seen.
        RenderSubject video = selected(AttentionKind.TEXT_TO_VIDEO, List.of(), List.of(0, 1, 3, 5, 8));
        assertThat(video.words())
                .containsExactly(new TokenGroup("mean", List.of(0, 1, 3, 5), TokenGroup.Combination.MEAN));
        assertThat(video.wordsOrContent()).containsExactly(TokenGroup.single("red", 1), TokenGroup.single("circle", 3));
    }

    @Test
    void whatIsHeardIsContentOfMapsOverSound() {
        RenderSubject audio = selected(AttentionKind.TEXT_TO_AUDIO, List.of(), List.of(1, 3, 5));
        assertThat(audio.wordsOrContent().stream().map(TokenGroup::label)).containsExactly("red", "circle", "hum");
    }

    @Test
    void chosenWordsAreShownWhateverElseWasCaptured() {
        RenderSubject video = selected(AttentionKind.TEXT_TO_VIDEO, List.of("a"), List.of(0, 1, 3));
        assertThat(video.wordsOrContent()).isEqualTo(video.words()).containsExactly(TokenGroup.single("a", 0));
    }

    @Test
    void withoutCapturedContentTheMeanIsShown() {
        RenderSubject video = selected(AttentionKind.TEXT_TO_VIDEO, List.of(), List.of(0, 8));
        assertThat(video.wordsOrContent()).isEqualTo(video.words());
    }

    private static RenderSubject selected(AttentionKind kind, List<String> words, List<Integer> captured) {
        var grid = new PatchGrid(1, 1, 1);
        var series = new MapSeries(
                kind,
                Branch.CONDITIONAL,
                List.of(0),
                List.of(),
                List.of(),
                captured,
                grid,
                Arena.ofAuto().allocate((long) captured.size() * Float.BYTES));
        var format = new VideoFormat(16, 16, 1, 24);
        var prompt = new PromptText(
                "a red big circle <AUDCAP>hum<ENDAUDCAP>",
                "a red big circle <AUDCAP>hum<ENDAUDCAP>",
                List.of(
                        new PromptToken(0, 9, "▁a", 0, 1, TokenRole.TEXT),
                        new PromptToken(1, 10, "▁red", 2, 5, TokenRole.TEXT),
                        new PromptToken(2, 12, "▁big", 6, 9, TokenRole.TEXT),
                        new PromptToken(3, 11, "▁circle", 10, 16, TokenRole.TEXT),
                        new PromptToken(4, 13, "▁<AUDCAP>", 17, 25, TokenRole.TAG),
                        new PromptToken(5, 14, "hum", 25, 28, TokenRole.AUDIO),
                        new PromptToken(6, 15, "<ENDAUDCAP>", 28, 39, TokenRole.TAG),
                        new PromptToken(7, 1, "</s>", 39, 39, TokenRole.END)),
                16);
        var record = AttentionRecord.builder()
                .prompts(Prompts.of(prompt))
                .timesteps(List.of(1000.0))
                .completedSteps(1)
                .video(format)
                .frames(new FrameMapping(1, 4))
                .series(List.of(series))
                .build();
        var settings =
                new VisualizeSettings(List.of(), words, kind, Branch.CONDITIONAL, Optional.empty(), MapSlice.MEAN);
        return new RecordSelection(settings, new RecordedRun("run", record, Optional.empty()))
                .over(new BlackFrames(format));
    }

    private static void check(List<String> words, Optional<FrameSelection> frame, MapSlice slice) {
        var settings = new VisualizeSettings(
                List.of("jet-gif"), words, AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, frame, slice);
        RecordSelection.requirePossible(settings, run());
    }

    private static RunInfo run() {
        var prompt = new PromptText(
                "red circle",
                "red circle",
                List.of(
                        new PromptToken(0, 10, "▁red", 0, 3, TokenRole.TEXT),
                        new PromptToken(1, 11, "▁circle", 4, 10, TokenRole.TEXT),
                        new PromptToken(2, 1, "</s>", 10, 10, TokenRole.END)),
                8);
        return RunInfo.builder()
                .prompts(Prompts.of(prompt))
                .timesteps(List.of(1000.0, 500.0))
                .layers(1)
                .heads(1)
                .videoGrid(new PatchGrid(2, 2, 4))
                .audioGrid(PatchGrid.audio(3))
                .video(new VideoFormat(64, 32, 5, 24))
                .frames(new FrameMapping(5, 4))
                .build();
    }
}
