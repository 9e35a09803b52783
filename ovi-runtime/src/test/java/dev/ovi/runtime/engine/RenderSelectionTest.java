package dev.ovi.runtime.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.runtime.UsageException;
import dev.ovi.runtime.config.VisualizeSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderSelectionTest {

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

    private static void check(List<String> words, Optional<FrameSelection> frame, MapSlice slice) {
        var settings = new VisualizeSettings(
                List.of("jet-gif"), words, AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, frame, slice);
        RenderSelection.requirePossible(settings, run());
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
        return new RunInfo(
                prompt,
                null,
                null,
                List.of(1000.0, 500.0),
                1,
                1,
                new PatchGrid(2, 2, 4),
                PatchGrid.audio(3),
                new VideoFormat(64, 32, 5, 24),
                new FrameMapping(5, 4),
                Map.of(),
                List.of(),
                new CapturePlan(List.of()),
                OptionValues.defaults(List.of()));
    }
}
