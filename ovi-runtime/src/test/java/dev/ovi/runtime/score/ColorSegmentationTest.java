package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.media.VideoFile;
import dev.ovi.runtime.score.Scene.Background;
import dev.ovi.runtime.score.Scene.Form;
import java.awt.Color;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that were drawn here, in the colours that CSS gives these names, against what is found. */
class ColorSegmentationTest {
    private static final Map<String, Color> CSS = Map.of(
            "red", new Color(0xFF0000),
            "orange", new Color(0xFFA500),
            "yellow", new Color(0xFFFF00),
            "green", new Color(0x008000),
            "cyan", new Color(0x00FFFF),
            "blue", new Color(0x0000FF),
            "purple", new Color(0x800080),
            "pink", new Color(0xFF69B4));

    /** A rim of two pixels on one side of a patch of 32, and a few more that the codec makes of it. */
    private static final double RIM = 0.15;

    private static Color css(String name) {
        return Objects.requireNonNull(CSS.get(name), name);
    }

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    /** A picture of one object, and where that is. */
    private record Drawn(BufferedImage picture, Shape object) {}

    private Drawn draw(Background background, Form form, Color color) {
        BufferedImage picture = Scene.background(background, random);
        double radius = 28 + random.nextInt(30);
        Shape object = form.at(70 + random.nextInt(116), 70 + random.nextInt(116), radius);
        Scene.paint(picture, object, color);
        return new Drawn(picture, object);
    }

    @ParameterizedTest
    @EnumSource
    void everyColourIsFoundWhereItWasPaintedAndNoOtherColourIs(Background background) {
        Palette palette = new Palette(ObjectColor.NAMED);
        for (ObjectColor color : ObjectColor.NAMED) {
            for (Form form : Form.values()) {
                Drawn drawn = draw(background, form, css(color.name()));

                // The rim of half covered pixels is a pixel wide: 2/radius of a circle, up to 4 times that of a thin
                // star.
                assertFound(drawn.picture(), drawn.object(), color, palette, 0.88, background + " " + form);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void coloursSurviveAVideoCodec(Background background) throws IOException {
        Palette palette = new Palette(ObjectColor.NAMED);
        List<Drawn> frames = new ArrayList<>();
        List<Form> forms = List.of(Form.values());
        for (ObjectColor color : ObjectColor.NAMED) {
            Form form = forms.get(random.nextInt(forms.size()));
            frames.add(draw(background, form, css(color.name())));
        }
        Path file = encode(frames.stream().map(Drawn::picture).toList());

        try (VideoFile video = VideoFile.open(file)) {
            for (int i = 0; i < frames.size(); i++) {
                // H.264 keeps one colour for 2×2 pixels, so the rim is two pixels wide.
                assertFound(
                        video.frame(i),
                        frames.get(i).object(),
                        ObjectColor.NAMED.get(i),
                        palette,
                        0.8,
                        background.toString());
            }
        }
    }

    private void assertFound(
            BufferedImage picture, Shape object, ObjectColor color, Palette palette, double iou, String what) {
        int[] labels = ColorSegmentation.label(picture, palette);
        int wanted = ObjectColor.NAMED.indexOf(color);
        int both = 0;
        int either = 0;
        int[] found = new int[ObjectColor.NAMED.size()];
        for (int i = 0; i < labels.length; i++) {
            boolean inside = object.contains(i % Scene.SIZE + 0.5, Math.floorDiv(i, Scene.SIZE) + 0.5);
            both += inside && labels[i] == wanted ? 1 : 0;
            either += inside || labels[i] == wanted ? 1 : 0;
            if (labels[i] != Palette.NONE) {
                found[labels[i]]++;
            }
        }
        assertThat((double) both / either)
                .as("IoU of %s %s, seed %d", what, color.name(), seed)
                .isGreaterThan(iou);
        for (int other = 0; other < found.length; other++) {
            if (other != wanted) {
                // Less than the 2 % that make an object of it.
                assertThat((double) found[other] / labels.length)
                        .as(
                                "%s beside %s %s, seed %d",
                                ObjectColor.NAMED.get(other).name(), what, color.name(), seed)
                        .isLessThan(0.015);
            }
        }
    }

    private static double[] of(Map<ObjectColor, ObjectCoverage> found, ObjectColor color) {
        return Objects.requireNonNull(found.get(color), color.name()).of(0);
    }

    @Test
    void objectsOfSeveralColoursAreFoundInOnePass() throws IOException {
        BufferedImage picture = Scene.background(Background.TEXTURED, random);
        Scene.paint(picture, Form.SQUARE.at(64, 64, 32), css("red"));
        Scene.paint(picture, Form.SQUARE.at(192, 192, 32), css("blue"));
        Path file = encode(List.of(picture));
        ObjectColor red = ObjectColor.parse("red");
        ObjectColor blue = ObjectColor.parse("blue");
        ObjectColor green = ObjectColor.parse("green");

        try (VideoFile video = VideoFile.open(file)) {
            Map<ObjectColor, ObjectCoverage> found = ColorSegmentation.find(
                    List.of(red, blue, green), video, new PatchGrid(1, 8, 8), new FrameMapping(1, 4));

            // Patches are 32 pixels wide: the squares are patches 1 and 2, and 5 and 6, of both axes.
            for (int patch = 0; patch < 64; patch++) {
                int row = patch / 8;
                int column = patch % 8;
                boolean inRed = row >= 1 && row <= 2 && column >= 1 && column <= 2;
                boolean inBlue = row >= 5 && row <= 6 && column >= 5 && column <= 6;
                assertThat(of(found, red)[patch])
                        .as("red in %d, seed %d", patch, seed)
                        .isCloseTo(inRed ? 1 : 0, within(RIM));
                assertThat(of(found, blue)[patch])
                        .as("blue in %d, seed %d", patch, seed)
                        .isCloseTo(inBlue ? 1 : 0, within(RIM));
                assertThat(of(found, green)[patch]).isLessThan(RIM);
            }
        }
    }

    @Test
    void aColourWithoutANameIsTheNearestNamedOnesShade() {
        ObjectColor brown = ObjectColor.parse("#8B4513");
        Palette palette = new Palette(List.of(brown));

        assertThat(palette.index(0x8B4513)).isZero();
        assertThat(palette.index(0x6A340E)).as("in the shade").isZero();
        assertThat(palette.index(0xFF0000)).as("red").isPositive();
        assertThat(palette.index(0x808080)).as("grey").isEqualTo(Palette.NONE);
    }

    @Test
    void anUnknownColourIsRefusedWithTheNearestNames() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ObjectColor.parse("purpel"))
                .withMessageContainingAll("\"purpel\"", "nearest are purple", "#rrggbb");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ObjectColor.parse("#ff00"))
                .withMessageContaining("\"#ff00\"");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ObjectColor.parse("#808284"))
                .withMessageContainingAll("#808284 is grey", "--mask");
    }

    private Path encode(List<BufferedImage> pictures) throws IOException {
        return new MediaCanvas(folder, "scene", written -> {})
                .animation("", AnimationFormat.MP4, Animation.silent(pictures.size(), 24, pictures::get));
    }
}
