package dev.ovi.runtime.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.media.Clip;
import dev.ovi.runtime.media.WrittenFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaCanvasTest {
    @TempDir
    Path folder;

    private final List<WrittenFile> written = new ArrayList<>();

    @Test
    void blendingIsTheWeightedMeanAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BufferedImage base = noise(random, 33, 21);
        BufferedImage top = noise(random, 33, 21);
        double share = random.nextDouble();
        BufferedImage blended = canvas().blend(base, top, share);
        for (int y = 0; y < 21; y++) {
            for (int x = 0; x < 33; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    double below = base.getRGB(x, y) >> shift & 0xFF;
                    double above = top.getRGB(x, y) >> shift & 0xFF;
                    long expected = Math.round((1 - share) * below + share * above);
                    assertThat((long) (blended.getRGB(x, y) >> shift & 0xFF))
                            .as("seed %d", seed)
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(Clip.pixels(canvas().blend(base, top, 0))).isEqualTo(Clip.pixels(base));
        assertThat(Clip.pixels(canvas().blend(base, top, 1))).isEqualTo(Clip.pixels(top));
    }

    /** A fresh canvas, so that fonts and tables of colours are made while two threads ask for them. */
    @Test
    void aPainterAndAnotherThreadDrawAtOnceWhatOneDrawsAlone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int count = 12;
        List<BufferedImage> frames =
                Stream.generate(() -> noise(random, 96, 64)).limit(count).toList();
        List<Plane> maps =
                Stream.generate(() -> plane(random, 12, 8)).limit(count).toList();
        MediaCanvas alone = canvas();
        List<int[]> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(Clip.pixels(everything(alone, frames.get(i), maps.get(i))));
        }

        MediaCanvas canvas = canvas();
        List<int[]> painted = new ArrayList<>();
        try (ExecutorService visualizer = Executors.newSingleThreadExecutor()) {
            Future<Path> file = visualizer.submit(() ->
                    canvas.animation("_clip", AnimationFormat.APNG, Animation.silent(count, 10, index -> {
                        BufferedImage picture = everything(canvas, frames.get(index), maps.get(index));
                        painted.add(Clip.pixels(picture));
                        return picture;
                    })));
            do {
                for (int i = 0; i < count; i++) {
                    assertThat(Clip.pixels(everything(canvas, frames.get(i), maps.get(i))))
                            .as("picture %d beside the painter, seed %d", i, seed)
                            .isEqualTo(expected.get(i));
                }
            } while (!file.isDone());
            assertThat(file.get()).isNotEmptyFile();
        }
        assertThat(painted).as("seed %d", seed).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(painted.get(i)).as("painted %d, seed %d", i, seed).isEqualTo(expected.get(i));
        }
    }

    /** By every method that draws. */
    private static BufferedImage everything(MediaCanvas canvas, BufferedImage frame, Plane map) throws IOException {
        Scale scale = new Scale(0.1, 0.9);
        List<Layer> layers = List.of(new Layer(map, scale, new Color(0xE69F00)));
        BufferedImage heat =
                canvas.heat(canvas.resize(map, frame.getWidth(), frame.getHeight()), scale, ColorMap.VIRIDIS);
        BufferedImage veiled = canvas.outline(canvas.overlay(frame, layers, 0.7), layers, 0.5);
        BufferedImage glowing = canvas.glow(canvas.blend(veiled, heat, 0.3), map, scale, ColorMap.INFERNO, 0.5);
        Chart chart = new Chart(
                "shares",
                "seconds",
                "%",
                List.of(Chart.Curve.line(
                        "red", Color.RED, new double[] {0, 1, 2}, new double[] {map.at(0, 0), map.at(1, 0), map.at(2, 0)
                        })));
        Figure column = Figure.column(
                4,
                List.of(
                        Figure.of(canvas.withLegend(glowing, Legend.bar("red", ColorMap.VIRIDIS, scale))),
                        canvas.label("words", 12, 96),
                        canvas.chart(chart, 240, 160)));
        return column.toPicture();
    }

    @Test
    void picturesOfDifferentSizesAreNotBlended() {
        assertThatThrownBy(() -> canvas().blend(Clip.flat(0, 8, 8), Clip.flat(0, 8, 9), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot blend a picture of 8×8 with one of 8×9");
    }

    @Test
    void aMapWithoutNumbersIsRefused() {
        Plane plane = new Plane(2, 1, new float[] {1, Float.NaN});
        assertThatThrownBy(() -> canvas().heat(plane, new Scale(0, 1), ColorMap.JET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void veilsMixByStrengthAndCoverAsTheStrongestSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BufferedImage base = noise(random, 23, 17);
        double share = random.nextDouble();
        List<Layer> layers = List.of(
                new Layer(plane(random, 23, 17), new Scale(0.1, 0.8), new Color(0xE69F00)),
                new Layer(plane(random, 23, 17), new Scale(0.3, 0.7), new Color(0x56B4E9)),
                new Layer(plane(random, 23, 17), new Scale(0, 1), new Color(0x009E73)));
        BufferedImage veiled = canvas().overlay(base, layers, share);
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 23; x++) {
                double total = 0;
                double strongest = 0;
                double[] sums = new double[3];
                for (Layer layer : layers) {
                    double range = layer.scale().max() - layer.scale().min();
                    double strength =
                            Math.clamp((layer.plane().at(x, y) - layer.scale().min()) / range, 0.0, 1.0);
                    total += strength;
                    strongest = Math.max(strongest, strength);
                    sums[0] += strength * layer.color().getRed();
                    sums[1] += strength * layer.color().getGreen();
                    sums[2] += strength * layer.color().getBlue();
                }
                Color below = new Color(base.getRGB(x, y));
                int[] channels = {below.getRed(), below.getGreen(), below.getBlue()};
                Color found = new Color(veiled.getRGB(x, y));
                int[] foundChannels = {found.getRed(), found.getGreen(), found.getBlue()};
                for (int i = 0; i < 3; i++) {
                    double expected = (1 - share * strongest) * channels[i]
                            + (total == 0 ? 0 : share * strongest * sums[i] / total);
                    // the veil's colour and the mixture are each rounded to a whole number
                    assertThat((double) foundChannels[i])
                            .as("seed %d at %d, %d", seed, x, y)
                            .isCloseTo(expected, within(1.01));
                }
            }
        }
    }

    @Test
    void whereNoMapIsStrongThePictureStaysAsItIs() {
        BufferedImage base = noise(new Random(11), 40, 30);
        float[] low = new float[12];
        Arrays.fill(low, 0.2f);
        Layer weak = new Layer(new Plane(4, 3, low), new Scale(0.2, 0.9), Color.ORANGE);
        Layer flat = new Layer(new Plane(4, 3, low), new Scale(0.2, 0.2), Color.ORANGE);
        for (List<Layer> layers : List.of(List.of(weak), List.of(flat), List.of(weak, flat), List.<Layer>of())) {
            assertThat(Clip.pixels(canvas().overlay(base, layers, 1))).isEqualTo(Clip.pixels(base));
            assertThat(Clip.pixels(canvas().outline(base, layers, 0.5))).isEqualTo(Clip.pixels(base));
        }
        assertThat(Clip.pixels(canvas().glow(base, weak.plane(), weak.scale(), ColorMap.INFERNO, 1)))
                .isEqualTo(Clip.pixels(base));
        assertThat(Clip.pixels(canvas().glow(base, flat.plane(), flat.scale(), ColorMap.INFERNO, 1)))
                .isEqualTo(Clip.pixels(base));
    }

    @Test
    void heatCoversThePictureTheMoreTheHotterItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BufferedImage base = noise(random, 19, 13);
        Plane plane = plane(random, 19, 13);
        Scale scale = new Scale(0.2, 0.9);
        BufferedImage heat = canvas().heat(plane, scale, ColorMap.VIRIDIS);
        BufferedImage glowing = canvas().glow(base, plane, scale, ColorMap.VIRIDIS, 0.8);
        for (int y = 0; y < 13; y++) {
            for (int x = 0; x < 19; x++) {
                double cover = 0.8 * Math.clamp((plane.at(x, y) - 0.2) / 0.7, 0.0, 1.0);
                for (int shift = 0; shift < 24; shift += 8) {
                    double expected = (1 - cover) * (base.getRGB(x, y) >> shift & 0xFF)
                            + cover * (heat.getRGB(x, y) >> shift & 0xFF);
                    assertThat((double) (glowing.getRGB(x, y) >> shift & 0xFF))
                            .as("seed %d", seed)
                            .isCloseTo(expected, within(0.51));
                }
            }
        }
    }

    @Test
    void anOutlineRunsWhereTheMapCrossesItsPlace() {
        // A cone: at half of its height, the line is a circle of radius 20 round the centre.
        int side = 101;
        float[] cone = new float[side * side];
        for (int i = 0; i < cone.length; i++) {
            cone[i] = (float) Math.max(0, 1 - Math.hypot(i % side - 50, i / side - 50) / 40);
        }
        Layer layer = new Layer(new Plane(side, side, cone), new Scale(0, 1), Color.ORANGE);
        BufferedImage base = noise(new Random(13), side, side);
        BufferedImage outlined = canvas().outline(base, List.of(layer), 0.5);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double away = Math.abs(Math.hypot(x - 50, y - 50) - 20);
                if (away > 4) {
                    assertThat(outlined.getRGB(x, y)).isEqualTo(base.getRGB(x, y));
                } else if (away < 0.2) {
                    assertThat(outlined.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(Color.ORANGE.getRGB());
                }
            }
        }
    }

    @Test
    void veilsOfADamagedRecordAreRefused() {
        BufferedImage base = noise(new Random(17), 8, 8);
        Plane damaged = new Plane(2, 1, new float[] {1, Float.NaN});
        List<Layer> layers = List.of(new Layer(damaged, new Scale(0, 1), Color.ORANGE));
        for (ThrowingCallable drawing : List.<ThrowingCallable>of(
                () -> canvas().overlay(base, layers, 0.5),
                () -> canvas().outline(base, layers, 0.5),
                () -> canvas().glow(base, damaged, new Scale(0, 1), ColorMap.JET, 0.5))) {
            assertThatThrownBy(drawing)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the maps contain NaN; the record is damaged");
        }
    }

    @Test
    void sharesAndPlacesBeyondTheirEndsAreRefused() {
        BufferedImage base = noise(new Random(19), 8, 8);
        assertThatThrownBy(() -> canvas().overlay(base, List.of(), 1.5))
                .hasMessage("a share of 1.5 is not between 0 and 1");
        assertThatThrownBy(() -> canvas().outline(base, List.of(), 1))
                .hasMessage("no line can run at 1.0 of a scale; it goes from 0 to 1");
    }

    @Test
    void aLegendLeavesThePictureAsItIs() {
        BufferedImage picture = noise(new Random(3), 320, 50);
        Legend legend = new Legend(
                "▁man · 빨간 원 · step 3/50",
                List.of(
                        new Legend.Bar(ColorMap.JET, new Scale(0, 0.5)),
                        new Legend.Swatch("circle", Color.ORANGE),
                        new Legend.Swatch("square", Color.CYAN),
                        new Legend.Veil("moving", Color.GREEN, new Scale(0.1, 0.2))));
        BufferedImage shown = canvas().withLegend(picture, legend);
        assertThat(shown.getWidth()).isEqualTo(320);
        assertThat(shown.getHeight()).isGreaterThan(80);
        assertThat(Clip.pixels(shown.getSubimage(0, 0, 320, 50))).isEqualTo(Clip.pixels(picture));
        BufferedImage strip = shown.getSubimage(0, 50, 320, shown.getHeight() - 50);
        assertThat(Clip.pixels(strip))
                .contains(
                        Color.ORANGE.getRGB(),
                        Color.CYAN.getRGB(),
                        Color.GREEN.getRGB(),
                        Figure.BACKGROUND.getRGB(),
                        0xFF000080,
                        0xFF800000);
    }

    @Test
    void legendsOfAClipKeepOneHeightWhileTheyCount() {
        MediaCanvas canvas = canvas();
        for (int width : new int[] {64, 130, 256, 301, 992}) {
            assertThat(Stream.of("step 1/50 (t=999)", "step 10/50 (t=87)", "step 50/50 (t=3)")
                            .map(text -> "▁circle · " + text + " · video frame 0 · one scale for all pictures")
                            .map(text -> Legend.bar(text, ColorMap.JET, new Scale(0, text.length() * 1e-5)))
                            .map(legend -> canvas.withLegend(Clip.flat(0, width, 16), legend)
                                    .getHeight())
                            .distinct())
                    .as("width %d", width)
                    .singleElement()
                    .satisfies(height -> assertThat(height).isEven());
        }
    }

    @Test
    void filesAreNamedAfterTheRunAndReported() throws IOException {
        MediaCanvas canvas = canvas();
        BufferedImage picture = noise(new Random(5), 17, 9);
        Path png = canvas.picture("_storyboard", picture);
        Path svg = canvas.text("_timeline.svg", "<svg>▁</svg>");
        Path gif = canvas.animation("_attention_frame0_▁man", AnimationFormat.GIF, Clip.flatAnimation(2, 10, 16, 16));
        assertThat(png).isEqualTo(folder.resolve("out/run_storyboard.png"));
        assertThat(Clip.pixels(ImageIO.read(png.toFile()))).isEqualTo(Clip.pixels(picture));
        assertThat(svg).hasFileName("run_timeline.svg").hasContent("<svg>▁</svg>");
        assertThat(gif).hasFileName("run_attention_frame0_▁man.gif");
        assertThat(written).extracting(WrittenFile::file).containsExactly(png, svg, gif);
        assertThat(written).allSatisfy(file -> assertThat(file.bytes()).isEqualTo(Files.size(file.file())));
    }

    @Test
    void wordsThatAreNoFileNamesAreTamed() throws IOException {
        assertThat(canvas().text("_a/b\\c\u0000.txt", "")).hasFileName("run_a_b_c_.txt");
        assertThat(canvas().text("_" + "가".repeat(200) + ".txt", "")
                        .getFileName()
                        .toString())
                .startsWith("run_가가")
                .endsWith("가.txt");
    }

    @Test
    void aPainterThatThrowsHalfWayLeavesNothing() {
        Animation broken = Animation.silent(5, 10, index -> {
            if (index == 3) {
                throw new IOException("frame 3 is damaged");
            }
            return Clip.flat(index, 32, 32);
        });
        for (AnimationFormat format : AnimationFormat.values()) {
            assertThatThrownBy(() -> canvas().animation("_x", format, broken))
                    .as("%s", format)
                    .isInstanceOf(IOException.class)
                    .hasMessage("frame 3 is damaged");
            assertThat(folder.resolve("out")).isEmptyDirectory();
        }
        assertThat(written).isEmpty();
    }

    @Test
    void framesOfDifferentSizesAreRefused() {
        Animation growing = Animation.silent(3, 10, index -> Clip.flat(index, 32 + index, 32));
        for (AnimationFormat format : AnimationFormat.values()) {
            assertThatThrownBy(() -> canvas().animation("_x", format, growing))
                    .as("%s", format)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("frame 1 of the clip is 33×32, the frames before it are 32×32");
        }
    }

    private MediaCanvas canvas() {
        return new MediaCanvas(folder.resolve("out"), "run", written::add);
    }

    private static Plane plane(Random random, int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Plane(width, height, values);
    }

    private static BufferedImage noise(Random random, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return picture;
    }
}
