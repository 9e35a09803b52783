package dev.ovi.visualizer.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.visual.RenderRequest;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sample run has 3 steps, 3 latent frames of 4×6 patches, 9 video frames and 4 captured positions. */
class TimelineVisualizerTest {
    private static final int STEPS = 3;
    private static final int POSITIONS = 4;
    private static final int FRAMES = 3;
    private static final int PATCHES = 24;
    /** Of float32 planes against sums in double precision. */
    private static final double ROUNDING = 1e-6;

    private final long seed = new Random().nextLong();
    private final AttentionRecord record = SampleRun.record(new Random(seed));

    @Test
    void sharesAreMeansOverPatches() throws IOException {
        List<String[]> rows = rows(AttentionKind.TEXT_TO_VIDEO, "_timeline.csv");
        for (int step = 0; step < STEPS; step++) {
            double mean = (share(step, 1, 0) + share(step, 1, 1) + share(step, 1, 2)) / FRAMES;
            assertThat(value(rows, "steps", step, "circle")).as("seed %d", seed).isCloseTo(mean, within(ROUNDING));
        }
    }

    @Test
    void betweenLatentFramesSharesAreInterpolated() throws IOException {
        List<String[]> rows = rows(AttentionKind.TEXT_TO_VIDEO, "_timeline.csv");
        double[] latent = new double[FRAMES];
        for (int frame = 0; frame < FRAMES; frame++) {
            latent[frame] = (share(0, 0, frame) + share(1, 0, frame) + share(2, 0, frame)) / STEPS;
        }
        // Latent frame 1 stands for video frames 1 to 4, whose middle is 2.5, and latent frame 2 for 5 to 8.
        assertThat(value(rows, "video", 0, "red")).as("seed %d", seed).isCloseTo(latent[0], within(ROUNDING));
        assertThat(value(rows, "video", 5, "red"))
                .as("seed %d", seed)
                .isCloseTo(0.375 * latent[1] + 0.625 * latent[2], within(ROUNDING));
        assertThat(value(rows, "video", 8, "red")).as("seed %d", seed).isCloseTo(latent[2], within(ROUNDING));
    }

    @Test
    void paddingHasItsShareToo() throws IOException {
        List<String[]> rows = rows(AttentionKind.TEXT_TO_VIDEO, "_timeline.csv");
        double mean = (share(0, 3, 0) + share(0, 3, 1) + share(0, 3, 2)) / FRAMES;
        assertThat(value(rows, "steps", 0, "padding")).as("seed %d", seed).isCloseTo(mean, within(ROUNDING));
    }

    @Test
    void soundHasPositionsOfItsOwn() throws IOException {
        List<String[]> rows = rows(AttentionKind.TEXT_TO_AUDIO, "_timeline_text_to_audio.csv");
        assertThat(rows.stream().filter(row -> row[0].equals("sound") && row[3].equals("red")))
                .hasSize(5);
    }

    /** The mean over one latent frame, read from the numbers themselves. */
    private double share(int step, int position, int frame) {
        MapSeries series = record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        double sum = 0;
        for (int patch = 0; patch < PATCHES; patch++) {
            long index = ((step * POSITIONS + position) * (long) FRAMES + frame) * PATCHES + patch;
            sum += series.values().getAtIndex(ValueLayout.JAVA_FLOAT, index);
        }
        return sum / PATCHES;
    }

    private List<String[]> rows(AttentionKind kind, String file) throws IOException {
        var visualizer = Configured.with(new TimelineVisualizer(), Map.of("format", "csv"));
        var canvas = new RecordingCanvas();
        RenderRequest request = RenderRequest.builder(kind, SampleRun.words()).build();
        visualizer.render(record, SampleRun.frames(), request, canvas);
        assertThat(canvas.texts()).containsOnlyKeys(file);
        return canvas.texts()
                .values()
                .iterator()
                .next()
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static double value(List<String[]> rows, String along, int index, String word) {
        String[] found = rows.stream()
                .filter(row -> row[0].equals(along) && row[1].equals(String.valueOf(index)) && row[3].equals(word))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(found[4]);
    }
}
