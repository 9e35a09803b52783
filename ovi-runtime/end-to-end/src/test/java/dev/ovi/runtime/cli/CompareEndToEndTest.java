package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.media.VideoFile;
import dev.ovi.runtime.record.RecordFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two records in one picture, as a user asks for it. */
class CompareEndToEndTest {
    private static final int PIXELS = 256;
    private static final int GAP = 4;
    /** Frame 8 is between latent frames 2 and 3, which stand for frames 5 to 8 and 9 to 12: middles 6.5 and 10.5. */
    private static final double SHARE_OF_LATENT_3 = (8 - 6.5) / (10.5 - 6.5);
    /** The token of "circle". */
    private static final int CIRCLE = 2;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private Path first;
    private Path second;

    @BeforeEach
    void writeTwoRecords() throws IOException {
        first = ExampleRecord.copy(folder);
        Random random = new Random(seed);
        second = ExampleRecord.write(
                folder.resolve("second" + RecordFile.EXTENSION),
                Map.of("seed", "2"),
                index -> 0.03 * random.nextDouble());
    }

    @Test
    void everyPixelOfTheDifferenceIsTheOtherMapLessTheFirst() throws IOException {
        CommandLineRun run = compare("--frame", "8", "--set", "visualize.options.compare.format=png");
        assertThat(run.exitCode()).as(run.err()).isZero();

        BufferedImage picture = ImageIO.read(
                folder.resolve("upstream_compare_frame8_▁circle.png").toFile());
        double[][] difference = difference();
        double largest = 0;
        for (double[] row : difference) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int left = 2 * (PIXELS + GAP);
        int top = topOfPictures(picture, left);
        var canvas = new MediaCanvas(folder, "colors", written -> {});
        for (int y = 0; y < PIXELS; y++) {
            for (int x = 0; x < PIXELS; x++) {
                double value = resized(difference, x, y);
                Color expected = color(canvas, value, largest);
                Color found = new Color(picture.getRGB(left + x, top + y));
                // A value between two of 256 colours may be rounded to either.
                assertThat(distance(expected, found))
                        .as("seed %d, pixel %d,%d, difference %g", seed, x, y, value)
                        .isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void aRecordComparedWithItselfIsNeutralEverywhere() throws IOException {
        Path same = Files.copy(first, folder.resolve("same" + RecordFile.EXTENSION));
        CommandLineRun run = CommandLineRun.of(
                "render",
                first.toString(),
                "--compare",
                same.toString(),
                "--visualizer",
                "compare",
                "--tokens",
                "circle",
                "--set",
                "visualize.options.compare.format=png");
        assertThat(run.exitCode()).as(run.err()).isZero();

        BufferedImage picture = ImageIO.read(
                folder.resolve("upstream_compare_frame0_▁circle.png").toFile());
        int left = 2 * (PIXELS + GAP);
        int top = topOfPictures(picture, left);
        for (int at = 0; at < PIXELS; at++) {
            Color found = new Color(picture.getRGB(left + at, top + at));
            // The middle of the map "coolwarm" is a light grey (Moreland, "Diverging Color Maps", 2009).
            assertThat(distance(found, new Color(221, 221, 221))).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void allFramesBecomeAVideoWithSound() throws IOException {
        CommandLineRun run = compare("--frame", "all", "--set", "visualize.options.compare.format=mp4");
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (VideoFile video = VideoFile.open(folder.resolve("upstream_compare_frames_▁circle.mp4"))) {
            assertThat(video.format().frames()).isEqualTo(17);
            assertThat(video.format().width()).isEqualTo(3 * PIXELS + 2 * GAP);
            assertThat(video.audio()).isPresent();
        }
    }

    @Test
    void withoutAnotherRecordOneLineSaysWhatToDo() throws IOException {
        CommandLineRun run = CommandLineRun.of("render", first.toString(), "--visualizer", "compare");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("there is nothing to compare with", "--compare OTHER");
        assertNothingWasDrawn();
    }

    @Test
    void theRecordThatLacksAWordIsNamedWithWhatItHas() throws IOException {
        AttentionRecord record = ExampleRecord.read();
        Path other = ExampleRecord.write(
                folder.resolve("other" + RecordFile.EXTENSION),
                ExampleRecord.prompt(record.prompt().text().replace("circle", "dog")));
        CommandLineRun run = CommandLineRun.of(
                "render",
                first.toString(),
                "--compare",
                other.toString(),
                "--visualizer",
                "compare",
                "--tokens",
                "circle");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("other: \"circle\" is not a word of \"a red dog moving left", "nearest are ");
        assertNothingWasDrawn();
    }

    @Test
    void aDamagedRecordIsNamedAndNothingIsLeftHalfWritten() throws IOException {
        Path damaged = ExampleRecord.write(
                folder.resolve("damaged" + RecordFile.EXTENSION), Map.of("seed", "3"), index -> Double.NaN);
        CommandLineRun run = CommandLineRun.of(
                "render",
                first.toString(),
                "--compare",
                damaged.toString(),
                "--visualizer",
                "compare",
                "--tokens",
                "circle");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("B (damaged): the maps contain NaN; the record is damaged");
        assertNothingWasDrawn();
    }

    @Test
    void repetitionsOfARunCanBeToldApart() throws IOException {
        Path outputs = Files.createDirectory(folder.resolve("outputs"));
        CommandLineRun run = CommandLineRun.generate(
                outputs,
                "a red circle",
                "--steps",
                "1",
                "--seed",
                "7",
                "--set",
                "each_example_n_times=2",
                "--set",
                "visualize.visualizers=[]");
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (var files = Files.list(outputs)) {
            assertThat(files.filter(file -> file.toString().endsWith(RecordFile.EXTENSION))
                            .map(file -> RecordFile.open(file)
                                    .record()
                                    .configuration()
                                    .get("seed")))
                    .containsExactlyInAnyOrder("7", "8");
        }
    }

    private void assertNothingWasDrawn() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.endsWith(RecordFile.EXTENSION) || name.equals("upstream.mp4"));
        }
    }

    private CommandLineRun compare(String... more) {
        String[] arguments = {
            "render", first.toString(), "--compare", second.toString(), "--visualizer", "compare", "--tokens", "circle"
        };
        return CommandLineRun.of(
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    /** The means over steps at the video frame, subtracted patch by patch, in float64. */
    private double[][] difference() {
        AttentionRecord one = ExampleRecord.read();
        AttentionRecord two = RecordFile.open(second).record();
        double[][] difference = new double[ExampleRecord.SIDE][ExampleRecord.SIDE];
        for (int y = 0; y < ExampleRecord.SIDE; y++) {
            for (int x = 0; x < ExampleRecord.SIDE; x++) {
                difference[y][x] = mean(two, y, x) - mean(one, y, x);
            }
        }
        return difference;
    }

    private static double mean(AttentionRecord record, int row, int column) {
        double sum = 0;
        for (int step = 0; step < ExampleRecord.STEPS; step++) {
            sum += (1 - SHARE_OF_LATENT_3) * ExampleRecord.value(record, step, CIRCLE, 2, row, column)
                    + SHARE_OF_LATENT_3 * ExampleRecord.value(record, step, CIRCLE, 3, row, column);
        }
        return sum / ExampleRecord.STEPS;
    }

    /** Bilinear, half-pixel centres, edges repeated. */
    private static double resized(double[][] values, int x, int y) {
        double column = Math.clamp((x + 0.5) * values.length / PIXELS - 0.5, 0.0, values.length - 1.0);
        double row = Math.clamp((y + 0.5) * values.length / PIXELS - 0.5, 0.0, values.length - 1.0);
        int left = Math.min((int) column, values.length - 2);
        int above = Math.min((int) row, values.length - 2);
        double right = column - left;
        double below = row - above;
        return (1 - below) * ((1 - right) * values[above][left] + right * values[above][left + 1])
                + below * ((1 - right) * values[above + 1][left] + right * values[above + 1][left + 1]);
    }

    private static Color color(MediaCanvas canvas, double value, double largest) {
        var alone = new Plane(1, 1, new float[] {(float) value});
        return new Color(canvas.heat(alone, new Scale(-largest, largest), ColorMap.COOLWARM)
                .getRGB(0, 0));
    }

    private static int distance(Color one, Color other) {
        return Math.max(
                Math.abs(one.getRed() - other.getRed()),
                Math.max(Math.abs(one.getGreen() - other.getGreen()), Math.abs(one.getBlue() - other.getBlue())));
    }

    /** Below the titles, which are on a dark ground; of a difference's colours the darkest are strong red and strong blue. */
    private static int topOfPictures(BufferedImage picture, int left) {
        int top = 0;
        while (distance(new Color(picture.getRGB(left, top)), Color.BLACK) < 0x40) {
            top++;
        }
        return top;
    }
}
