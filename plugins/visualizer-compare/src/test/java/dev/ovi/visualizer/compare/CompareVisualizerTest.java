package dev.ovi.visualizer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a canvas whose colours are grey: 0 is the lower end, 255 the upper; every line of text is 20 pixels high. */
class CompareVisualizerTest {
    private static final int GAP = 4;
    private static final int LINE = 20;
    /** Half of 255, where zero lies between minus and plus the same. */
    private static final int ZERO = 128;

    private static final FrameSelection ALL = new FrameSelection.All();

    private final SyntheticRun low = SyntheticRun.flat(0.25f);
    private final SyntheticRun high = SyntheticRun.flat(0.75f);

    @Test
    void withoutAnotherRecordTheUserIsToldHowToNameOne() {
        assertThatThrownBy(() -> render(low, Map.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is nothing to compare with; name another record, "
                        + "ovi render RECORD --visualizer compare --compare OTHER");
    }

    @Test
    void aSeedThatDiffersIsAllThatIsSaid() throws IOException {
        SyntheticRun first = low.with(Map.of("seed", "1", "solver_name", "unipc", "output_dir", "here"));
        SyntheticRun second = low.with(Map.of("seed", "2", "solver_name", "unipc", "output_dir", "there"));
        assertThat(titles(first, second)).containsExactly("A · seed 1", "B · seed 2", "B − A · difference");
    }

    @Test
    void promptsAreShownFromWhereTheyPartToWhereTheyMeet() throws IOException {
        SyntheticRun first = low.prompt("a big red circle on a dark background");
        SyntheticRun second = low.prompt("a big round green circle on a dark background");
        assertThat(titles(first, second)).startsWith("A · “… big red circle …”", "B · “… big round green circle …”");
    }

    @Test
    void aPromptThatIsPartOfTheOtherIsShown() throws IOException {
        assertThat(titles(low.prompt("a circle"), low.prompt("a red circle")))
                .startsWith("A · “a circle”", "B · “a red circle”");
    }

    @Test
    void editsAndUnfinishedRunsAreSaid() throws IOException {
        SyntheticRun first = low.with(Map.of("attention.edits", "[]"));
        SyntheticRun second = low.with(Map.of("attention.edits", "[{tokens: [circle], scale: 2.0}]"))
                .steps(1, 999.0, 500.0);
        assertThat(titles(first, second))
                .startsWith(
                        "A · no edits · complete",
                        "B · edits [{tokens: [circle], scale: 2.0}] · stopped after 1 of 2 steps");
    }

    @Test
    void aSettingThatARecordDoesNotNameIsNotGuessed() throws IOException {
        assertThat(titles(
                        low.with(Map.of("seed", "1")),
                        low.with(Map.of("seed", "2")),
                        low.with(Map.of("solver_name", "unipc"))))
                .startsWith("A · seed 1", "B · seed 2", "C · other1");
    }

    @Test
    void whatDiffersBeyondFourThingsIsCounted() throws IOException {
        Map<String, String> one = new HashMap<>();
        Map<String, String> two = new HashMap<>();
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            one.put(key, "1");
            two.put(key, "2");
        }
        assertThat(titles(low.with(one), low.with(two)).getFirst())
                .startsWith("A · ")
                .endsWith("and 2 more");
    }

    @Test
    void recordsThatDifferInNothingAreCalledByTheirFiles() throws IOException {
        assertThat(titles(low, low)).startsWith("A · first record", "B · other0");
    }

    @Test
    void allRecordsShareOneScale() throws IOException {
        BufferedImage picture = still(Map.of("alpha", 1.0), low, high);
        assertThat(grey(picture, 0, 0, 0)).isZero();
        assertThat(grey(picture, 1, 0, 0)).isEqualTo(255);
    }

    @Test
    void aScaleForEachPictureIsSharedByTheRecordsToo() throws IOException {
        SyntheticRun growing = SyntheticRun.of("red circle", (step, token, frame, row, column) -> step + 1);
        SyntheticRun twice = SyntheticRun.of("red circle", (step, token, frame, row, column) -> 2 * (step + 1));
        List<BufferedImage> pictures =
                pictures(render(growing, Map.of("alpha", 1.0, "normalization", "step"), frame(0), twice));
        assertThat(pictures).hasSize(2).allSatisfy(picture -> {
            assertThat(grey(picture, 0, 0, 0)).isZero();
            assertThat(grey(picture, 1, 0, 0)).isEqualTo(255);
            assertThat(grey(picture, 2, 0, 0)).isEqualTo(255);
        });
    }

    @Test
    void theDifferenceIsTheOtherLessTheFirstAroundZero() throws IOException {
        long seed = System.nanoTime();
        float[] first = random(seed);
        float[] second = random(seed + 1);
        SyntheticRun run = SyntheticRun.of("red circle", (step, token, frame, row, column) -> first[4 * row + column]);
        SyntheticRun other =
                SyntheticRun.of("red circle", (step, token, frame, row, column) -> second[4 * row + column]);
        BufferedImage picture = still(Map.of(), run, other);
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(second[i] - first[i]));
        }
        // The corners of a resized map have the values of its corner patches.
        for (int corner : new int[] {0, 3, 12, 15}) {
            double place = 0.5 + (second[corner] - first[corner]) / largest / 2;
            int x = corner % 4 == 0 ? 0 : 7;
            int y = corner / 4 == 0 ? 0 : 7;
            assertThat(grey(picture, 2, x, y))
                    .as("seed %d, corner %d", seed, corner)
                    .isBetween((int) Math.floor(255 * place), (int) Math.ceil(255 * place));
        }
    }

    @Test
    void recordsWithoutADifferenceAreNeutral() throws IOException {
        BufferedImage picture = still(Map.of(), low, low);
        for (int i = 0; i < 8; i++) {
            assertThat(grey(picture, 2, i, i)).isEqualTo(ZERO);
        }
    }

    @Test
    void theVideoLiesUnderTheHeatButNotUnderTheDifference() throws IOException {
        BufferedImage picture = still(Map.of("alpha", 0.0), low, high);
        assertThat(grey(picture, 0, 3, 3)).isEqualTo(SyntheticRun.GREY);
        assertThat(grey(picture, 1, 3, 3)).isEqualTo(SyntheticRun.GREY);
        assertThat(grey(picture, 2, 3, 3)).isEqualTo(255);
    }

    @Test
    void differencesToMoreThanOneRecordStandBelowIt() throws IOException {
        BufferedImage picture = still(Map.of(), low, high, low);
        int side = 4 * SyntheticRun.PATCH;
        assertThat(picture.getWidth()).isEqualTo(3 * side + 2 * GAP);
        int top = LINE + side + GAP + LINE + GAP + LINE;
        assertThat(picture.getRGB(side + GAP, top) & 0xFF).isEqualTo(255);
        assertThat(picture.getRGB(2 * (side + GAP), top) & 0xFF).isEqualTo(ZERO);
    }

    @Test
    void stepsAreThoseOfTheNearestTimestep() throws IOException {
        SyntheticRun many = low.steps(5, 999.0, 900.0, 750.0, 480.0, 200.0);
        SyntheticRun few = low.steps(2, 999.0, 500.0);
        RecordingCanvas canvas = render(many, Map.of(), frame(2), few);
        assertThat(pictures(canvas)).hasSize(5);
        assertThat(heatTexts(canvas))
                .containsExactly(
                        "circle · A: step 1/5 (t=999) · video frame 2; B: step 1/2 (t=999) · video frame 2",
                        "circle · A: step 2/5 (t=900) · video frame 2; B: step 1/2 (t=999) · video frame 2",
                        "circle · A: step 3/5 (t=750) · video frame 2; B: step 1/2 (t=999) · video frame 2",
                        "circle · A: step 4/5 (t=480) · video frame 2; B: step 2/2 (t=500) · video frame 2",
                        "circle · A: step 5/5 (t=200) · video frame 2; B: step 2/2 (t=500) · video frame 2");
    }

    @Test
    void stepsThatAStoppedRunDoesNotHaveAreLeftOut() throws IOException {
        SyntheticRun whole = low.steps(4, 999.0, 800.0, 600.0, 300.0);
        SyntheticRun stopped = low.steps(2, 999.0, 800.0, 600.0, 300.0);
        RecordingCanvas canvas = render(whole, Map.of(), frame(0), stopped);
        assertThat(heatTexts(canvas))
                .containsExactly(
                        "circle · step 1/4 (t=999) · video frame 0", "circle · step 2/4 (t=800) · video frame 0");
    }

    @Test
    void aRecordWithoutAStepIsRefused() {
        SyntheticRun whole = low.steps(2, 999.0, 500.0);
        SyntheticRun stopped = low.steps(0, 999.0, 500.0);
        assertThatThrownBy(() -> render(whole, Map.of(), frame(0), stopped))
                .isInstanceOf(MissingMapException.class)
                .hasMessage("the record holds no step: the run was stopped before its first one");
    }

    @Test
    void framesAreThoseThatAllRecordsHave() throws IOException {
        assertThat(pictures(render(low.videoFrames(9), Map.of(), Optional.of(ALL), high)))
                .hasSize(5);
    }

    @Test
    void mapsOfAnotherSizeBecomeAsLargeAsTheFirst() throws IOException {
        RecordingCanvas canvas = render(low, Map.of("format", "png"), frame(0), high.patches(7));
        BufferedImage picture = pictures(canvas).getFirst();
        assertThat(picture.getWidth()).isEqualTo(3 * 4 * SyntheticRun.PATCH + 2 * GAP);
        assertThat(grey(picture, 2, 5, 5)).isEqualTo(255);
        assertThat(canvas.legends())
                .extracting(Legend::text)
                .contains("A · 2×4×4 patches", "B · 2×7×7 patches")
                .anyMatch(text -> text.endsWith("blue: less · in A's 4×4 patches"));
    }

    @Test
    void aWideVideoIsScaledDown() throws IOException {
        SyntheticRun wide = low.patches(80);
        assertThat(still(Map.of("width", 64), wide, wide).getWidth()).isEqualTo(3 * 64 + 2 * GAP);
        assertThat(still(Map.of("width", 200), wide, wide).getWidth()).isEqualTo(3 * 160 + 2 * GAP);
    }

    @Test
    void aWordThatWasExchangedIsComparedWithTheOneInItsPlace() throws IOException {
        SyntheticRun red = low.prompt("red circle");
        SyntheticRun green = high.prompt("green circle");
        RecordingCanvas canvas =
                render(red, List.of("red", "circle"), List.of(green.subject("other", "green", "circle")));
        assertThat(canvas.pictures()).containsOnlyKeys("_compare_frame0_▁red.gif", "_compare_frame0_▁circle.gif");
        assertThat(heatTexts(canvas)).anyMatch(text -> text.startsWith("red / green · "));
    }

    @Test
    void ofDifferentChoicesTheCommonWordsAreCompared() throws IOException {
        SyntheticRun longer = low.prompt("big red circle");
        RecordingCanvas canvas =
                render(longer, List.of("big", "red", "circle"), List.of(low.subject("other", "red", "circle")));
        assertThat(canvas.pictures()).containsOnlyKeys("_compare_frame0_▁red.gif", "_compare_frame0_▁circle.gif");
    }

    @Test
    void recordsWithoutACommonWordAreRefusedWithWhatTheyHave() {
        SyntheticRun dog = low.prompt("a dog");
        assertThatThrownBy(() -> render(low, List.of("red", "circle"), List.of(dog.subject("other", "dog"))))
                .isInstanceOf(MissingMapException.class)
                .hasMessage("the records have no word in common: \"red circle\" has red, circle; \"a dog\" has dog");
    }

    @Test
    void aDamagedRecordIsNamed() {
        SyntheticRun damaged = SyntheticRun.of("red circle", (step, token, frame, row, column) -> Float.NaN)
                .with(Map.of("seed", "2"));
        assertThatThrownBy(() -> render(low.with(Map.of("seed", "1")), Map.of(), frame(0), damaged))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("B (seed 2): the maps contain NaN; the record is damaged");
    }

    @Test
    void filesAreNamedAfterFrameAndPieces() throws IOException {
        assertThat(names(Map.of(), frame(3))).containsExactly("_compare_frame3_▁circle.gif");
        assertThat(names(Map.of("format", "mp4"), Optional.of(ALL))).containsExactly("_compare_frames_▁circle.mp4");
        assertThat(names(Map.of("format", "png"), Optional.empty())).containsExactly("_compare_frame0_▁circle.png");
        assertThat(names(Map.of("format", "png"), Optional.of(ALL))).containsExactly("_compare_frame2_▁circle.png");
    }

    private Iterable<String> names(Map<String, ?> options, Optional<FrameSelection> frame) throws IOException {
        return render(low, options, frame, high).pictures().keySet();
    }

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[16];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static Optional<FrameSelection> frame(int index) {
        return Optional.of(new FrameSelection.Single(index));
    }

    private static BufferedImage still(Map<String, ?> options, SyntheticRun first, SyntheticRun... others)
            throws IOException {
        Map<String, Object> all = new HashMap<>(options);
        all.put("format", "png");
        return pictures(render(first, all, frame(0), others)).getFirst();
    }

    /** The colour of a pixel of one of the pictures that stand beside one another. */
    private static int grey(BufferedImage picture, int place, int x, int y) {
        int side = 4 * SyntheticRun.PATCH;
        return picture.getRGB(place * (side + GAP) + x, LINE + y) & 0xFF;
    }

    private static List<String> titles(SyntheticRun first, SyntheticRun... others) throws IOException {
        return render(first, Map.of("format", "png"), frame(0), others).legends().stream()
                .filter(legend -> legend.keys().isEmpty())
                .map(Legend::text)
                .toList();
    }

    /** What is said below the maps, without the scale. */
    private static List<String> heatTexts(RecordingCanvas canvas) {
        String scale = " · one scale for all pictures";
        return canvas.legends().stream()
                .map(Legend::text)
                .filter(text -> text.endsWith(scale))
                .map(text -> text.substring(0, text.length() - scale.length()))
                .toList();
    }

    private static List<BufferedImage> pictures(RecordingCanvas canvas) {
        return canvas.pictures().values().iterator().next();
    }

    private static RecordingCanvas render(
            SyntheticRun first, Map<String, ?> options, Optional<FrameSelection> frame, SyntheticRun... others)
            throws IOException {
        List<RenderSubject> subjects = IntStream.range(0, others.length)
                .mapToObj(i -> others[i].subject("other" + i, "circle"))
                .toList();
        return render(first, List.of("circle"), options, frame, subjects);
    }

    private static RecordingCanvas render(SyntheticRun first, List<String> words, List<RenderSubject> others)
            throws IOException {
        return render(first, words, Map.of(), Optional.empty(), others);
    }

    private static RecordingCanvas render(
            SyntheticRun first,
            List<String> words,
            Map<String, ?> options,
            Optional<FrameSelection> frame,
            List<RenderSubject> others)
            throws IOException {
        var canvas = new RecordingCanvas();
        RenderRequest request = RenderRequest.builder(
                        AttentionKind.TEXT_TO_VIDEO, first.words(words.toArray(String[]::new)))
                .frame(frame)
                .others(others)
                .build();
        Configured.with(new CompareVisualizer(), options).render(first.record(), first.frames(), request, canvas);
        return canvas;
    }
}
