package dev.ovi.visualizer.storyboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.RenderRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a canvas whose heat is grey: 0 is low, 255 is high. */
class StoryboardVisualizerTest {
    private static final int STEPS = 3;
    /** 4 positions over 3 frames of 4×6 patches. */
    private static final int VALUES_OF_A_STEP = 4 * 3 * 4 * 6;

    /** Step s is s everywhere. */
    private static final AttentionRecord RECORD =
            SampleRun.record(STEPS, index -> (double) Math.floorDiv(index, VALUES_OF_A_STEP));

    private static final Map<String, Object> BARE_HEAT = Map.of("alpha", 1.0, "cell_width", 96);

    @Test
    void allCellsAreOnOneScale() throws IOException {
        BufferedImage sheet = only(render(Optional.empty(), BARE_HEAT), "_storyboard_frame0.png");
        int cells = 2 * 96 * 64;
        assertThat(count(sheet, 0x000000)).isEqualTo(cells);
        assertThat(count(sheet, 0x808080)).isEqualTo(cells);
        assertThat(count(sheet, 0xFFFFFF)).isEqualTo(cells);
    }

    @Test
    void filesAreNamedAfterWhatLiesSideBySide() throws IOException {
        assertThat(render(Optional.of(new FrameSelection.Single(7)), Map.of()).pictures())
                .containsOnlyKeys("_storyboard_frame7.png");
        assertThat(render(Optional.empty(), Map.of("columns", "frames", "format", "svg"))
                        .pictures())
                .containsOnlyKeys("_storyboard_frames.svg");
    }

    @Test
    void theLegendStatesHowManyStepsThereAreAndTheScale() throws IOException {
        RecordingCanvas canvas = render(Optional.empty(), Map.of("count", 2));
        assertThat(canvas.legends())
                .anySatisfy(legend ->
                        assertThat(legend.text()).contains("2 of 3 steps").contains("one scale"));
    }

    private static long count(BufferedImage picture, int color) {
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        return Arrays.stream(pixels)
                .filter(pixel -> (pixel & 0xFFFFFF) == color)
                .count();
    }

    private static BufferedImage only(RecordingCanvas canvas, String name) {
        assertThat(canvas.pictures()).containsOnlyKeys(name);
        return canvas.pictures().values().iterator().next().getFirst();
    }

    private static RecordingCanvas render(Optional<FrameSelection> frame, Map<String, Object> options)
            throws IOException {
        var visualizer = Configured.with(new StoryboardVisualizer(), options);
        var canvas = new RecordingCanvas();
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, SampleRun.words())
                .frame(frame)
                .build();
        visualizer.render(RECORD, SampleRun.frames(), request, canvas);
        return canvas;
    }
}
