package dev.ovi.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.Visualizer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Visualizer} must do. Extend it, name the visualizer, and run it with JUnit. */
public abstract class VisualizerContract {
    private final AttentionRecord record = SampleRun.record(new Random());

    /** The visualizer under test, new. */
    protected abstract Visualizer visualizer();

    @Test
    void isNamedInLowerCaseWithHyphens() {
        assertThat(visualizer().id()).matches("[a-z][a-z0-9-]*");
        assertThat(visualizer().description()).isNotBlank();
        assertThat(visualizer().options())
                .allSatisfy(option -> assertThat(option.description()).isNotBlank());
    }

    @Test
    void drawsSomethingForEachWayOfAsking() throws IOException {
        for (Optional<FrameSelection> frame : List.<Optional<FrameSelection>>of(
                Optional.empty(), Optional.of(new FrameSelection.Single(8)), Optional.of(new FrameSelection.All()))) {
            var canvas = new RecordingCanvas();
            visualizer().render(record, new PlainFrames(), request(SampleRun.words(), frame), canvas);
            assertThat(canvas.pictures().size() + canvas.texts().size()).isPositive();
        }
    }

    @Test
    void picturesOfOneFileHaveOneSize() throws IOException {
        var canvas = new RecordingCanvas();
        visualizer().render(record, new PlainFrames(), request(SampleRun.words(), Optional.empty()), canvas);
        canvas.pictures()
                .forEach((name, pictures) -> assertThat(
                                pictures.stream().map(picture -> List.of(picture.getWidth(), picture.getHeight())))
                        .as(name)
                        .containsOnly(List.of(
                                pictures.getFirst().getWidth(),
                                pictures.getFirst().getHeight())));
    }

    @Test
    void doesNotChangeTheRecord() throws IOException {
        List<byte[]> before = bytes();
        visualizer()
                .render(record, new PlainFrames(), request(SampleRun.words(), Optional.empty()), new RecordingCanvas());
        assertThat(bytes()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void aWordThatTheRecordLacksIsRefusedWithWhatThereIs() {
        List<TokenGroup> lacking = List.of(TokenGroup.single("triangle", 6));
        assertThatThrownBy(() -> visualizer()
                        .render(record, new PlainFrames(), request(lacking, Optional.empty()), new RecordingCanvas()))
                .isInstanceOf(MissingMapException.class);
    }

    private List<byte[]> bytes() {
        return record.series().stream()
                .map(series -> series.values().toArray(ValueLayout.JAVA_BYTE))
                .toList();
    }

    private RenderRequest request(List<TokenGroup> words, Optional<FrameSelection> frame) {
        var options = OptionValues.defaults(visualizer().options());
        var other = new RenderSubject("other", SampleRun.record(new Random()), new PlainFrames(), SampleRun.words());
        return new RenderRequest(
                AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, words, frame, MapSlice.MEAN, options, List.of(other));
    }

    private final class PlainFrames implements FrameSource {
        @Override
        public VideoFormat format() {
            return record.video();
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public BufferedImage frame(int index) {
            VideoFormat format = format();
            if (index < 0 || index >= format.frames()) {
                throw new IndexOutOfBoundsException("frame " + index);
            }
            var picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
            var graphics = picture.createGraphics();
            graphics.setColor(new Color(20 * index, 100, 150));
            graphics.fillRect(0, 0, format.width(), format.height());
            graphics.dispose();
            return picture;
        }

        @Override
        public Optional<AudioTrack> audio() {
            return Optional.empty();
        }
    }
}
