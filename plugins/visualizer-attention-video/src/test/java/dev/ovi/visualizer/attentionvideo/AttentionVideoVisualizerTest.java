package dev.ovi.visualizer.attentionvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.RecordingFrames;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Over a run of 9 frames of 96×64, with 3 steps and two words. */
class AttentionVideoVisualizerTest {
    private static final List<TokenGroup> RED = SampleRun.words().subList(0, 1);

    private final AttentionRecord record = SampleRun.record(new Random());
    private final RecordingFrames frames = new RecordingFrames(record.video(), 0x000000);

    @Test
    void everyFrameOfTheVideoIsShownOnce() throws IOException {
        assertThat(render(RED, MapSlice.MEAN, Map.of()).pictures().get("_attention_video_▁red.mp4"))
                .hasSize(9);
        assertThat(frames.decoded()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aSingleWordIsHeatWithABarOfColours() throws IOException {
        RecordingCanvas canvas = render(RED, MapSlice.MEAN, Map.of("colors", "viridis", "normalization", "run"));
        assertThat(canvas.legends())
                .hasSize(9)
                .allSatisfy(legend -> assertThat(legend.keys())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Legend.Bar.class,
                                bar -> assertThat(bar.colors()).isEqualTo(ColorMap.VIRIDIS)));
        assertThat(canvas.legends().getFirst().text())
                .isEqualTo("red · mean over steps · video frame 0/8 · one scale for all pictures");
    }

    @Test
    void severalWordsHaveOneColourEach() throws IOException {
        RecordingCanvas canvas = render(SampleRun.words(), MapSlice.MEAN, Map.of("format", "gif"));
        assertThat(canvas.pictures()).containsOnlyKeys("_attention_video.gif");
        assertThat(canvas.legends().getLast().keys().stream().map(key -> ((Legend.Veil) key).label()))
                .containsExactly("red", "circle");
    }

    @Test
    void aSingleStepCanBeShown() throws IOException {
        assertThat(render(RED, MapSlice.step(1), Map.of()).legends().getFirst().text())
                .startsWith("red · step 2/3 (t=833) · video frame 0/8 · ");
    }

    @Test
    void whereTheMapIsLowTheVideoIsUntouched() throws IOException {
        // Every value lies below the threshold but the highest ones, which pixels between patches come close to; black
        // frames must stay black but for a few pixels.
        Map<String, List<BufferedImage>> files = render(
                        RED,
                        MapSlice.MEAN,
                        Map.of("threshold", 0.9, "enlarge", 1, "normalization", "run", "colors", "viridis"))
                .pictures();
        assertThat(files).containsOnlyKeys("_attention_video_▁red.mp4");
        List<BufferedImage> pictures = files.values().iterator().next();
        long lit = pictures.stream()
                .mapToLong(picture -> Arrays.stream(picture.getRGB(0, 0, 96, 64, null, 0, 96))
                        .filter(pixel -> (pixel & 0xFFFFFF) != 0)
                        .count())
                .sum();
        assertThat(lit).isBetween(1L, 9L * 96 * 64 / 20);
    }

    @Test
    void mapsOverSoundAreRefused() {
        RenderRequest request =
                RenderRequest.builder(AttentionKind.TEXT_TO_AUDIO, RED).build();
        assertThatThrownBy(() -> new AttentionVideoVisualizer().render(record, frames, request, new RecordingCanvas()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text_to_audio maps lie over sound");
    }

    private RecordingCanvas render(List<TokenGroup> words, MapSlice slice, Map<String, ?> options) throws IOException {
        var visualizer = Configured.with(new AttentionVideoVisualizer(), options);
        var canvas = new RecordingCanvas();
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, words)
                .slice(slice)
                .build();
        visualizer.render(record, frames, request, canvas);
        return canvas;
    }
}
