package dev.ovi.visualizer.jetgif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.RecordingFrames;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Scale;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a canvas whose heat is grey: 0 is low, 255 is high. */
class JetGifVisualizerTest {
    private static final int STEPS = 3;
    private static final int WIDTH = 8;
    private static final int HEIGHT = 4;
    private static final int VIDEO_FRAMES = 9;
    private static final TokenGroup MAN = TokenGroup.single("man", 0);
    private static final Map<String, Object> ONLY_HEAT = Map.of("alpha", 1.0);

    private final RecordingFrames frames =
            new RecordingFrames(new VideoFormat(WIDTH, HEIGHT, VIDEO_FRAMES, 24), 0x646464);

    @Test
    void filesAreNamedAfterFrameAndPiecesAsUpstreamDoes() throws IOException {
        assertThat(render(Optional.empty(), Map.of()).pictures()).containsOnlyKeys("_attention_frame0_▁man.gif");
        assertThat(render(frame(7), Map.of("format", "webp")).pictures())
                .containsOnlyKeys("_attention_frame7_▁man.webp");
        assertThat(render(Optional.of(new FrameSelection.All()), Map.of("format", "mp4"))
                        .pictures())
                .containsOnlyKeys("_attention_frames_▁man.mp4");
    }

    @Test
    void oneScaleMakesStepsComparable() throws IOException {
        // In latent frame 0, step s has its hot patch at s + 1 and 0 elsewhere.
        List<BufferedImage> pictures = pictures(render(frame(0), ONLY_HEAT));
        assertThat(pictures).hasSize(STEPS);
        assertThat(pictures.stream().map(JetGifVisualizerTest::brightest)).containsExactly(85, 170, 255);
    }

    @Test
    void aScaleOfItsOwnStretchesEachStep() throws IOException {
        List<BufferedImage> pictures = pictures(render(frame(0), Map.of("alpha", 1.0, "normalization", "step")));
        assertThat(pictures.stream().map(JetGifVisualizerTest::brightest)).containsExactly(255, 255, 255);
    }

    @Test
    void aVideoFrameIsShownWithItsOwnLatentFrame() throws IOException {
        // Latent frame f is hot in column f; 0 → latent 0, 1 to 4 → latent 1, 5 to 8 → latent 2.
        assertThat(hotColumn(render(frame(0), ONLY_HEAT))).isZero();
        assertThat(hotColumn(render(frame(1), ONLY_HEAT))).isEqualTo(1);
        assertThat(hotColumn(render(frame(4), ONLY_HEAT))).isEqualTo(1);
        assertThat(hotColumn(render(frame(5), ONLY_HEAT))).isEqualTo(2);
        assertThat(hotColumn(render(frame(8), ONLY_HEAT))).isEqualTo(2);
    }

    @Test
    void allStepsAreShownOverTheFrameThatWasAskedFor() throws IOException {
        render(frame(6), Map.of());
        assertThat(frames.decoded()).hasSize(STEPS).containsOnly(6);
    }

    @Test
    void theVideoKeepsItsShareOfTheBrightness() throws IOException {
        BufferedImage first = pictures(render(frame(0), Map.of())).getFirst();
        // Frame 0 is 100 everywhere; where the map is 0, 0.6 of that is left.
        assertThat(first.getRGB(WIDTH - 1, 0) & 0xFF).isEqualTo(60);
    }

    @Test
    void allFramesMoveWithTheVideo() throws IOException {
        List<BufferedImage> pictures = pictures(render(Optional.of(new FrameSelection.All()), ONLY_HEAT));
        assertThat(pictures).hasSize(VIDEO_FRAMES);
        assertThat(frames.decoded()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aFrameThatDoesNotExistIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> render(frame(9), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("video frame 9 does not exist; there are 0 to 8");
    }

    @Test
    void picturesCanBeLarger() throws IOException {
        BufferedImage picture = pictures(render(frame(0), Map.of("enlarge", 3))).getFirst();
        assertThat(picture.getWidth()).isEqualTo(3 * WIDTH);
    }

    @Test
    void theLegendStatesWordStepFrameScaleAndColours() throws IOException {
        List<Legend> legends = render(frame(7), Map.of("colors", "inferno")).legends();
        assertThat(legends).hasSize(STEPS);
        assertThat(legends.get(1))
                .isEqualTo(Legend.bar(
                        "man · step 2/3 (t=500) · video frame 7 · one scale for all pictures",
                        ColorMap.INFERNO,
                        new Scale(0, 3)));
    }

    private RecordingCanvas render(Optional<FrameSelection> frame, Map<String, ?> options) throws IOException {
        var canvas = new RecordingCanvas();
        frames.decoded().clear();
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, List.of(MAN))
                .frame(frame)
                .build();
        Configured.with(new JetGifVisualizer(), options).render(record(), frames, request, canvas);
        return canvas;
    }

    private static Optional<FrameSelection> frame(int index) {
        return Optional.of(new FrameSelection.Single(index));
    }

    private static List<BufferedImage> pictures(RecordingCanvas canvas) {
        return canvas.pictures().values().iterator().next();
    }

    private static int brightest(BufferedImage picture) {
        int brightest = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                brightest = Math.max(brightest, picture.getRGB(x, y) & 0xFF);
            }
        }
        return brightest;
    }

    /** The patch column, two pixels wide, where the last step is hottest. */
    private static int hotColumn(RecordingCanvas canvas) {
        BufferedImage picture = pictures(canvas).getLast();
        int hottest = 0;
        for (int x = 0; x < WIDTH; x++) {
            if ((picture.getRGB(x, 0) & 0xFF) > (picture.getRGB(hottest, 0) & 0xFF)) {
                hottest = x;
            }
        }
        return hottest / 2;
    }

    /** Patches of 2×2 pixels; in step s and latent frame f, both patches of column f are s + 1, all others 0. */
    private static AttentionRecord record() {
        var grid = new PatchGrid(3, HEIGHT / 2, WIDTH / 2);
        MemorySegment values = Arena.ofAuto().allocate((long) STEPS * grid.size() * Float.BYTES, Float.BYTES);
        for (int step = 0; step < STEPS; step++) {
            for (int frame = 0; frame < grid.frames(); frame++) {
                for (int row = 0; row < grid.height(); row++) {
                    long patch = ((long) step * grid.frames() + frame) * grid.frameSize()
                            + (long) row * grid.width()
                            + frame;
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, patch, step + 1);
                }
            }
        }
        var series = new MapSeries(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                List.of(0, 1, 2),
                List.of(),
                List.of(),
                List.of(0),
                grid,
                values);
        var prompt = new PromptText("man", "man", List.of(new PromptToken(0, 5, "▁man", 0, 3, TokenRole.TEXT)), 4);
        return AttentionRecord.builder()
                .prompts(Prompts.of(prompt))
                .timesteps(List.of(999.0, 500.0, 100.0))
                .completedSteps(STEPS)
                .video(new VideoFormat(WIDTH, HEIGHT, VIDEO_FRAMES, 24))
                .frames(new FrameMapping(VIDEO_FRAMES, 4))
                .series(List.of(series))
                .build();
    }
}
