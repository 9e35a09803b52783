package dev.ovi.visualizer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample run has 3 steps, 3 latent frames of 4×6 patches, and the positions red, circle, end and padding. */
class ReportVisualizerTest {
    private static final int STEPS = 3;
    private static final int LATENT_FRAMES = 3;
    private static final int PATCHES = 24;
    private static final int POSITIONS = 4;

    private final long seed = System.nanoTime();
    private final AttentionRecord record = SampleRun.record(new Random(seed));
    private final List<Integer> decoded = new ArrayList<>();

    @Test
    void itSumsUp() {
        assertThat(new ReportVisualizer().summary()).isTrue();
    }

    @Test
    void theScriptGetsEveryValueToABytesAccuracy() throws IOException {
        String page = page(request(SampleRun.words(), List.of()), Map.of(), Optional.of(Path.of("run.mp4")));
        List<String> steps = all("data-steps=\"([^\"]*)\"", page);
        List<String> ranges = all("data-steps-range=\"([^\"]*)\"", page);
        assertThat(steps).hasSize(2);
        for (int word = 0; word < 2; word++) {
            byte[] bytes = Base64.getDecoder().decode(steps.get(word));
            double low = Double.parseDouble(ranges.get(word).split(",")[0]);
            double high = Double.parseDouble(ranges.get(word).split(",")[1]);
            assertThat(bytes).hasSize(STEPS * LATENT_FRAMES * PATCHES);
            for (int i = 0; i < bytes.length; i++) {
                int step = i / (LATENT_FRAMES * PATCHES);
                double shown = low + (bytes[i] & 0xFF) * (high - low) / 255;
                // Half a step of 255, and the ends of the range have six digits.
                assertThat(shown)
                        .as("seed %d, word %d, value %d", seed, word, i)
                        .isCloseTo(value(step, word, i % (LATENT_FRAMES * PATCHES)), within(0.5 / 255 + 1e-5));
            }
        }
    }

    @Test
    void stepsThatDoNotFitAreLeftOutAndThatIsSaid() throws IOException {
        // Words enough that a step of all of them takes 72 × 6000 bytes: of 1 MiB, the mean takes one share and a step
        // one.
        List<TokenGroup> many = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            many.add(TokenGroup.single("red" + i, 0));
        }
        var viewer = new Viewer(
                Run.of(record, frames(Optional.empty()), request(many, List.of()), options(Map.of("maps_mib", 1))));
        assertThat(viewer.omission())
                .isEqualTo("To keep the page small, 1 of 3 steps can be chosen here; the mean is over all of them.");
        assertThat(new Viewer(Run.of(
                                record,
                                frames(Optional.empty()),
                                request(SampleRun.words(), List.of()),
                                options(Map.of())))
                        .omission())
                .isEmpty();
    }

    @Test
    void withoutAChoiceTheMostAttendedWordsAreDrawnInTheOrderOfThePrompt() throws IOException {
        String page = page(request(mean(), SampleRun.words()), Map.of("words", 1), Optional.empty());
        String most = share(0) > share(1) ? "red" : "circle";
        String other = share(0) > share(1) ? "circle" : "red";
        assertThat(page)
                .as("seed %d", seed)
                .contains("<h3>" + most + " · ")
                .doesNotContain("<h3>" + other + " · ")
                .contains("the 1 of 2 content words");
        assertThat(page(request(mean(), SampleRun.words()), Map.of(), Optional.empty()))
                .contains("<h3>red · ", "<h3>circle · ")
                .doesNotContain("content words that are attended to most");
    }

    @Test
    void curvesAreMeansOverPatches() throws IOException {
        var canvas = new RecordingCanvas();
        new ReportVisualizer().render(record, frames(Optional.empty()), request(SampleRun.words(), List.of()), canvas);
        Chart overSteps = canvas.charts().stream()
                .filter(chart -> chart.xAxis().title().equals("step"))
                .findFirst()
                .orElseThrow();
        assertThat(overSteps.curves()).extracting(Chart.Curve::label).containsExactly("red", "circle");
        for (int step = 0; step < STEPS; step++) {
            double sum = 0;
            for (int i = 0; i < LATENT_FRAMES * PATCHES; i++) {
                sum += value(step, 1, i);
            }
            assertThat(overSteps.curves().get(1).x()[step]).isEqualTo(step + 1);
            assertThat(overSteps.curves().get(1).y()[step])
                    .isCloseTo(100 * sum / (LATENT_FRAMES * PATCHES), within(1e-6));
        }
    }

    @Test
    void eachFrameIsDecodedOnceWhateverTheWords() throws IOException {
        page(request(SampleRun.words(), List.of()), Map.of("frames", 3), Optional.empty());
        assertThat(decoded).containsExactly(0, 4, 8);
    }

    @Test
    void mapsOfTheSoundHaveChartsAndNoPictures() throws IOException {
        var canvas = new RecordingCanvas();
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_AUDIO, SampleRun.words())
                .build();
        new ReportVisualizer().render(record, frames(Optional.of(Path.of("run.mp4"))), request, canvas);
        assertThat(canvas.charts()).extracting(Chart::title).contains("Share of the attention over the sound");
        assertThat(canvas.texts().get("_report.html"))
                .contains("text_to_audio.conditional")
                .doesNotContain("Where each word looks", "id=\"viewer\"");
    }

    @Test
    void mapsWithoutWordsAreRefused() {
        RenderRequest request = RenderRequest.builder(AttentionKind.AUDIO_TO_VIDEO, List.of(TokenGroup.single("0", 0)))
                .build();
        assertThatThrownBy(() ->
                        new ReportVisualizer().render(record, frames(Optional.empty()), request, new RecordingCanvas()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("report shows words, and audio_to_video maps have none; "
                        + "choose text_to_video or text_to_audio");
    }

    /** A value of the video's maps, read without the code under test. */
    private double value(int step, int position, int patch) {
        long index = ((long) step * POSITIONS + position) * LATENT_FRAMES * PATCHES + patch;
        return record.series().getFirst().values().get(ValueLayout.JAVA_FLOAT, index * Float.BYTES);
    }

    private double share(int position) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < LATENT_FRAMES * PATCHES; i++) {
                sum += value(step, position, i);
            }
        }
        return sum;
    }

    private static List<TokenGroup> mean() {
        return List.of(new TokenGroup("mean", List.of(0, 1), TokenGroup.Combination.MEAN));
    }

    private String page(RenderRequest request, Map<String, ?> options, Optional<Path> video) throws IOException {
        var canvas = new RecordingCanvas();
        Configured.with(new ReportVisualizer(), options).render(record, frames(video), request, canvas);
        return Objects.requireNonNull(canvas.texts().get("_report.html"));
    }

    private static RenderRequest request(List<TokenGroup> words, List<TokenGroup> content) {
        return RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, words)
                .content(content)
                .build();
    }

    private static OptionValues options(Map<String, ?> given) {
        return OptionValues.of(new ReportVisualizer().options(), given);
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private FrameSource frames(Optional<Path> video) {
        return new FrameSource() {
            @Override
            public VideoFormat format() {
                return record.video();
            }

            @Override
            public Optional<Path> file() {
                return video;
            }

            @Override
            public BufferedImage frame(int index) {
                decoded.add(index);
                return new BufferedImage(record.video().width(), record.video().height(), BufferedImage.TYPE_INT_RGB);
            }

            @Override
            public Optional<AudioTrack> audio() {
                return Optional.empty();
            }
        };
    }
}
