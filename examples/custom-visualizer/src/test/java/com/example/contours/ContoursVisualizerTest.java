package com.example.contours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.WordColors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContoursVisualizerTest {
    private static final int STEPS = 3;
    private static final int COLUMNS = 6;
    private static final int PICTURE_WIDTH = 96;
    private static final int PICTURE_HEIGHT = 64;
    private static final int VIDEO_FRAMES = 9;

    /** Patches rise from 0 at the left to 5 at the right. */
    private final AttentionRecord ramp = SampleRun.record(STEPS, index -> index % COLUMNS);

    @Test
    void theLineAtHalfOfTheRangeIsWhereTheMapIsHalf() throws IOException {
        BufferedImage picture =
                pictures(render(ramp, words("red"), Optional.empty(), 1)).getFirst();
        BufferedImage frame = SampleRun.frames().frame(0);
        int color = new WordColors(words("red")).of(words("red").getFirst()).getRGB();
        // The ramp has 2.5 between the third and the fourth patch of 16 pixels: at the 48th pixel's left edge.
        for (int y = 4; y < PICTURE_HEIGHT - 4; y++) {
            for (int x = 0; x < PICTURE_WIDTH; x++) {
                int expected = x == 47 || x == 48 ? color : frame.getRGB(x, y);
                if (x < 46 || x > 49 || x == 47 || x == 48) { // between line and frame lies the shadow
                    assertThat(new int[] {x, y, nearest(picture.getRGB(x, y), color, frame.getRGB(x, y))})
                            .containsExactly(x, y, expected);
                }
            }
        }
    }

    @Test
    void allFramesMoveWithTheVideoAndOneFrameIsShownStepByStep() throws IOException {
        var video = render(ramp, SampleRun.words(), Optional.of(new FrameSelection.All()), 3);
        assertThat(video.pictures()).containsOnlyKeys("_contours_frames_▁red_▁circle.gif");
        assertThat(pictures(video)).hasSize(VIDEO_FRAMES);

        var steps = render(ramp, SampleRun.words(), Optional.of(new FrameSelection.Single(8)), 3);
        assertThat(steps.pictures()).containsOnlyKeys("_contours_frame8_▁red_▁circle.gif");
        assertThat(pictures(steps)).hasSize(STEPS);
    }

    @Test
    void theLegendSaysWhatTheLinesAre() throws IOException {
        var canvas = render(ramp, SampleRun.words(), Optional.of(new FrameSelection.Single(8)), 3);
        var colors = new WordColors(SampleRun.words());
        assertThat(canvas.legends().getFirst())
                .isEqualTo(new Legend(
                        "step 1/3 (t=999) · video frame 8 · lines at 25, 50, 75 % of each word's range",
                        SampleRun.words().stream().map(colors::key).toList()));
    }

    @Test
    void aFlatMapLeavesTheVideoAsItIs() throws IOException {
        BufferedImage picture = pictures(
                        render(SampleRun.record(STEPS, index -> 0.5), SampleRun.words(), Optional.empty(), 3))
                .getFirst();
        BufferedImage frame = SampleRun.frames().frame(0);
        assertThat(rgb(picture)).isEqualTo(rgb(frame));
    }

    private static RecordingCanvas render(
            AttentionRecord record, List<TokenGroup> words, Optional<FrameSelection> frame, int lines)
            throws IOException {
        var visualizer = Configured.with(new ContoursVisualizer(), Map.of("lines", lines));
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, words)
                .frame(frame)
                .build();
        var canvas = new RecordingCanvas();
        visualizer.render(record, SampleRun.frames(), request, canvas);
        return canvas;
    }

    private static List<TokenGroup> words(String label) {
        return SampleRun.words().stream()
                .filter(word -> word.label().equals(label))
                .toList();
    }

    private static List<BufferedImage> pictures(RecordingCanvas canvas) {
        return canvas.pictures().values().iterator().next();
    }

    /** The one of two colours that a colour is less far from. */
    private static int nearest(int color, int first, int second) {
        return distance(color, first) < distance(color, second) ? first : second;
    }

    private static int distance(int a, int b) {
        int distance = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            distance += Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF));
        }
        return distance;
    }

    private static int[] rgb(BufferedImage picture) {
        return picture.getRGB(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT, null, 0, PICTURE_WIDTH);
    }
}
