package dev.ovi.visualizer.tokenoverlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.RecordingFrames;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Over a run of 9 frames of 96×64, with 3 steps and two words. */
class TokenOverlayVisualizerTest {
    private final AttentionRecord record = SampleRun.record(new Random());
    private final RecordingFrames frames = new RecordingFrames(record.video(), 0x000000);

    @Test
    void stepsAreShownOverTheFrameInTheMiddleWhereNoneWasChosen() throws IOException {
        assertThat(render(Optional.empty(), Map.of()).pictures().get("_overlay_frame4.gif"))
                .hasSize(3);
        assertThat(frames.decoded()).containsExactly(4, 4, 4);
    }

    @Test
    void stepsAreShownOverTheFrameThatWasChosen() throws IOException {
        assertThat(render(frame(7), Map.of("format", "mp4")).pictures()).containsOnlyKeys("_overlay_frame7.mp4");
        assertThat(frames.decoded()).containsExactly(7, 7, 7);
    }

    @Test
    void allFramesAreShownAsTheVideoRuns() throws IOException {
        RecordingCanvas canvas = render(all(), Map.of("format", "webp"));
        assertThat(canvas.pictures()).containsOnlyKeys("_overlay_frames.webp");
        assertThat(frames.decoded()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(canvas.legends().getLast().text()).startsWith("mean over steps · video frame 8/8 · ");
    }

    @Test
    void aStillIsTheMeanOverSteps() throws IOException {
        RecordingCanvas canvas = render(frame(2), Map.of("format", "png", "enlarge", 1));
        assertThat(canvas.pictures().get("_overlay_frame2.png"))
                .singleElement()
                .satisfies(picture -> assertThat(picture.getWidth()).isEqualTo(96));
        assertThat(canvas.legends())
                .singleElement()
                .satisfies(legend -> assertThat(legend.text()).startsWith("mean over steps · video frame 2/8 · "));
    }

    @Test
    void aStillOfAllFramesShowsSomeFromTheFirstToTheLast() throws IOException {
        RecordingCanvas canvas = render(all(), Map.of("format", "png", "enlarge", 1));
        assertThat(frames.decoded()).containsExactly(0, 3, 5, 8);
        assertThat(canvas.pictures())
                .hasEntrySatisfying(
                        "_overlay_frames.png",
                        pictures -> assertThat(pictures.getFirst().getWidth()).isEqualTo(4 * 96 + 3 * 8));
    }

    @Test
    void smallVideosAreEnlarged() throws IOException {
        assertThat(render(Optional.empty(), Map.of()).pictures())
                .hasEntrySatisfying(
                        "_overlay_frame4.gif",
                        pictures -> assertThat(pictures.getFirst().getWidth()).isEqualTo(6 * 96));
    }

    @Test
    void theLegendNamesEachWord() throws IOException {
        Legend legend = render(Optional.empty(), Map.of()).legends().getFirst();
        assertThat(legend.text())
                .isEqualTo("step 1/3 (t=999) · video frame 4 · each word: one scale, 1st to 99th percentile");
        assertThat(legend.keys().stream().map(key -> ((Legend.Veil) key).label()))
                .containsExactly("red", "circle");
    }

    @Test
    void aFrameThatDoesNotExistIsRefusedWithWhatThereIs() {
        for (String format : List.of("gif", "png")) {
            assertThatThrownBy(() -> render(frame(9), Map.of("format", format)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("video frame 9 does not exist; there are 0 to 8");
        }
    }

    @Test
    void mapsOverSoundAreRefused() {
        assertThatThrownBy(() -> render(AttentionKind.TEXT_TO_AUDIO, Optional.empty(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text_to_audio maps lie over sound");
    }

    private static Optional<FrameSelection> frame(int index) {
        return Optional.of(new FrameSelection.Single(index));
    }

    private static Optional<FrameSelection> all() {
        return Optional.of(new FrameSelection.All());
    }

    private RecordingCanvas render(Optional<FrameSelection> frame, Map<String, ?> options) throws IOException {
        return render(AttentionKind.TEXT_TO_VIDEO, frame, options);
    }

    private RecordingCanvas render(AttentionKind kind, Optional<FrameSelection> frame, Map<String, ?> options)
            throws IOException {
        var visualizer = Configured.with(new TokenOverlayVisualizer(), options);
        var canvas = new RecordingCanvas();
        frames.decoded().clear();
        RenderRequest request =
                RenderRequest.builder(kind, SampleRun.words()).frame(frame).build();
        visualizer.render(record, frames, request, canvas);
        return canvas;
    }
}
