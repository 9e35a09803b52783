package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaCanvasTest {
    @TempDir
    Path folder;

    private final List<Written> written = new ArrayList<>();

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
    void aLegendLeavesThePictureAsItIs() {
        BufferedImage picture = noise(new Random(3), 200, 50);
        Legend legend = new Legend(
                "▁man · 빨간 원 · step 3/50",
                List.of(
                        new Legend.Bar(ColorMap.JET, new Scale(0, 0.5)),
                        new Legend.Swatch("circle", Color.ORANGE),
                        new Legend.Swatch("square", Color.CYAN)));
        BufferedImage shown = canvas().withLegend(picture, legend);
        assertThat(shown.getWidth()).isEqualTo(200);
        assertThat(shown.getHeight()).isGreaterThan(80);
        assertThat(Clip.pixels(shown.getSubimage(0, 0, 200, 50))).isEqualTo(Clip.pixels(picture));
        BufferedImage strip = shown.getSubimage(0, 50, 200, shown.getHeight() - 50);
        assertThat(Clip.pixels(strip)).contains(Color.ORANGE.getRGB(), Color.CYAN.getRGB(), 0xFF000080, 0xFF800000);
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
                    .hasSize(1);
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
        assertThat(written).extracting(Written::file).containsExactly(png, svg, gif);
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
