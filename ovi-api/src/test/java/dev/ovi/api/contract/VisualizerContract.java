package dev.ovi.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.option.Option;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.PictureFormat;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.Visualizer;
import java.awt.image.BufferedImage;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Visualizer} must do. Extend it, name the visualizer, and run it with JUnit.
 *
 * <p>It is asked to draw {@link SampleRun}, whose maps are drawn anew each time, with another record to compare with; a
 * failure names the seed.
 */
public abstract class VisualizerContract {
    private static final int STEPS = 3;
    private static final List<Optional<FrameSelection>> FRAMES =
            List.of(Optional.empty(), frame(8), Optional.of(new FrameSelection.All()));

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final AttentionRecord record = SampleRun.record(random);
    private final AttentionRecord other = SampleRun.record(random);

    /** The visualizer under test, new. */
    protected abstract Visualizer visualizer();

    @Test
    void isNamedInLowerCaseWithHyphens() {
        assertThat(visualizer().id()).matches("[a-z][a-z0-9-]*");
        assertThat(visualizer().description()).isNotBlank();
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(Visualizer.class).stream().map(ServiceLoader.Provider::type))
                .as("classes named in META-INF/services/" + Visualizer.class.getName())
                .contains(visualizer().getClass());
    }

    @Test
    void everyOptionHasANameOfItsOwnADescriptionAndADefaultThatItAllows() {
        List<Option<?>> options = visualizer().options();
        assertThat(options.stream().map(Option::name)).doesNotHaveDuplicates();
        assertThat(options).allSatisfy(option -> {
            assertThat(option.description()).isNotBlank();
            assertThat((Object) option.parse(option.formatDefault())).isEqualTo(option.defaultValue());
        });
    }

    @Test
    void drawsSomethingForEachWayOfAsking() {
        for (Optional<FrameSelection> frame : FRAMES) {
            RecordingCanvas canvas = draw(record, request(frame));
            assertThat(canvas.written()).as("frame %s, seed %d", frame, seed).isNotEmpty();
        }
    }

    @Test
    void drawsWithEveryChoiceOfEveryOption() {
        for (Option<?> option : visualizer().options()) {
            choices(option).forEach((raw, value) -> {
                RecordingCanvas canvas =
                        draw(configured(Map.of(option.name(), raw)), record, request(Optional.empty()));
                assertThat(canvas.written())
                        .as("%s=%s, seed %d", option.name(), raw, seed)
                        .isNotEmpty();
                extension(value)
                        .ifPresent(extension -> assertThat(canvas.pictures().keySet())
                                .as("%s=%s, seed %d", option.name(), raw, seed)
                                .anyMatch(name -> name.endsWith("." + extension)));
            });
        }
    }

    @Test
    void picturesOfOneFileHaveOneSizeAndNoTransparency() {
        for (Optional<FrameSelection> frame : FRAMES) {
            draw(record, request(frame)).pictures().forEach((name, pictures) -> {
                BufferedImage first = pictures.getFirst();
                assertThat(pictures).as("%s, seed %d", name, seed).allSatisfy(picture -> {
                    assertThat(picture.getWidth()).isEqualTo(first.getWidth());
                    assertThat(picture.getHeight()).isEqualTo(first.getHeight());
                    assertThat(picture.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
                });
            });
        }
    }

    @Test
    void drawsTheSameAgain() {
        Visualizer visualizer = configured(Map.of());
        RenderRequest request = request(Optional.empty());
        Map<String, List<Integer>> first = fingerprints(draw(visualizer, record, request));
        assertThat(fingerprints(draw(visualizer, record, request)))
                .as("seed %d", seed)
                .isEqualTo(first);
    }

    @Test
    void doesNotChangeTheRecord() {
        List<byte[]> before = bytes();
        draw(record, request(Optional.empty()));
        assertThat(bytes()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void drawsWhatARunThatWasStoppedLeft() {
        AttentionRecord partial = SampleRun.record(1, index -> random.nextFloat());
        assertThat(draw(partial, request(Optional.empty())).written())
                .as("seed %d", seed)
                .isNotEmpty();
    }

    @Test
    void aRunThatWasStoppedBeforeItsFirstStepIsRefused() {
        AttentionRecord empty = SampleRun.record(0, index -> random.nextFloat());
        assertThat(failure(empty, request(Optional.empty()))).isInstanceOf(MissingMapException.class);
    }

    @Test
    void aFlatMapIsDrawnAsIfRoundingWereNotThere() {
        float value = random.nextFloat(0.1f, 0.9f);
        AttentionRecord flat = SampleRun.record(STEPS, index -> value);
        AttentionRecord rounded =
                SampleRun.record(STEPS, index -> random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value));
        for (Optional<FrameSelection> frame : FRAMES) {
            RenderRequest request = request(frame, List.of(subject(flat)));
            assertThat(fingerprints(draw(rounded, request)))
                    .as("maps that are %s everywhere but for the last bit, seed %d", value, seed)
                    .isEqualTo(fingerprints(draw(flat, request)));
        }
    }

    @Test
    void mapsThatAreZeroEverywhereAreDrawn() {
        AttentionRecord zero = SampleRun.record(STEPS, index -> 0);
        for (Optional<FrameSelection> frame : FRAMES) {
            assertThat(draw(zero, request(frame, List.of(subject(zero)))).written())
                    .isNotEmpty();
        }
    }

    @Test
    void aRecordWithAValueThatIsNoNumberIsRefusedWithTheValue() {
        int patches = record.series().getFirst().grid().frameSize();
        int patch = random.nextInt(patches);
        for (float damage : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            AttentionRecord damaged =
                    SampleRun.record(STEPS, index -> index % patches == patch ? damage : random.nextFloat());
            for (Optional<FrameSelection> frame : FRAMES) {
                assertThat(failure(damaged, request(frame)))
                        .as("frame %s, seed %d", frame, seed)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(Float.toString(damage));
            }
        }
    }

    @Test
    void aWordThatTheRecordLacksIsRefusedWithWhatThereIs() {
        var lacking = request(
                AttentionKind.TEXT_TO_VIDEO,
                List.of(TokenGroup.single("triangle", 6)),
                Optional.empty(),
                MapSlice.MEAN);
        assertThat(failure(record, lacking)).isInstanceOf(MissingMapException.class);
    }

    @Test
    void whatItCannotShowIsRefusedAndNotAnAccident() {
        var sound = request(AttentionKind.TEXT_TO_AUDIO, SampleRun.words(), Optional.empty(), MapSlice.MEAN);
        var frameThatIsNotThere = request(frame(9));
        var stepThatIsNotThere =
                request(AttentionKind.TEXT_TO_VIDEO, SampleRun.words(), Optional.empty(), MapSlice.step(STEPS));
        for (RenderRequest request : List.of(sound, frameThatIsNotThere, stepThatIsNotThere)) {
            assertThat(failure(record, request))
                    .as("%s, seed %d", inShort(request), seed)
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isNull(),
                            refused -> assertThat(refused)
                                    .isInstanceOfAny(MissingMapException.class, IllegalArgumentException.class)
                                    .message()
                                    .isNotBlank());
        }
    }

    private RecordingCanvas draw(AttentionRecord shown, RenderRequest request) {
        return draw(configured(Map.of()), shown, request);
    }

    private RecordingCanvas draw(Visualizer visualizer, AttentionRecord shown, RenderRequest request) {
        var canvas = new RecordingCanvas();
        assertThatCode(() -> visualizer.render(shown, SampleRun.frames(), request, canvas))
                .as("%s, seed %d", inShort(request), seed)
                .doesNotThrowAnyException();
        return canvas;
    }

    private Throwable failure(AttentionRecord shown, RenderRequest request) {
        return catchThrowable(
                () -> configured(Map.of()).render(shown, SampleRun.frames(), request, new RecordingCanvas()));
    }

    private Visualizer configured(Map<String, String> options) {
        return Configured.with(visualizer(), options);
    }

    private RenderRequest request(Optional<FrameSelection> frame) {
        return request(frame, List.of(subject(other)));
    }

    private RenderRequest request(Optional<FrameSelection> frame, List<RenderSubject> others) {
        return request(AttentionKind.TEXT_TO_VIDEO, SampleRun.words(), frame, MapSlice.MEAN, others);
    }

    private RenderRequest request(
            AttentionKind kind, List<TokenGroup> words, Optional<FrameSelection> frame, MapSlice slice) {
        return request(kind, words, frame, slice, List.of(subject(other)));
    }

    private static RenderRequest request(
            AttentionKind kind,
            List<TokenGroup> words,
            Optional<FrameSelection> frame,
            MapSlice slice,
            List<RenderSubject> others) {
        return RenderRequest.builder(kind, words)
                .frame(frame)
                .slice(slice)
                .others(others)
                .build();
    }

    private static String inShort(RenderRequest request) {
        return request.kind().id() + " of " + request.words() + ", frame " + request.frame() + ", " + request.slice();
    }

    private static RenderSubject subject(AttentionRecord shown) {
        return RenderSubject.of("other", shown, SampleRun.frames(), SampleRun.words());
    }

    private static Optional<FrameSelection> frame(int index) {
        return Optional.of(new FrameSelection.Single(index));
    }

    /** What an option with few values allows, as users write it. */
    private static Map<String, Object> choices(Option<?> option) {
        Stream<?> values = switch (option.defaultValue()) {
            case Enum<?> constant -> Arrays.stream(constant.getDeclaringClass().getEnumConstants());
            case Boolean _ -> Stream.of(true, false);
            default -> Stream.empty();
        };
        Map<String, Object> choices = new LinkedHashMap<>();
        values.forEach(value -> choices.put(write(option, value), value));
        return choices;
    }

    @SuppressWarnings("unchecked") // the value is one of this option's own
    private static <T> String write(Option<T> option, Object value) {
        return option.format((T) value);
    }

    private static Optional<String> extension(Object value) {
        return switch (value) {
            case AnimationFormat format -> Optional.of(format.extension());
            case FigureFormat format -> Optional.of(format.extension());
            case PictureFormat format -> Optional.of(format.extension());
            default -> Optional.empty();
        };
    }

    /** A number for the pixels of each picture of each file. */
    private static Map<String, List<Integer>> fingerprints(RecordingCanvas canvas) {
        Map<String, List<Integer>> fingerprints = new LinkedHashMap<>();
        canvas.pictures()
                .forEach((name, pictures) -> fingerprints.put(
                        name,
                        pictures.stream().map(VisualizerContract::fingerprint).toList()));
        return fingerprints;
    }

    private static int fingerprint(BufferedImage picture) {
        int width = picture.getWidth();
        return Arrays.hashCode(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width));
    }

    private List<byte[]> bytes() {
        return record.series().stream()
                .map(series -> series.values().toArray(ValueLayout.JAVA_BYTE))
                .toList();
    }
}
