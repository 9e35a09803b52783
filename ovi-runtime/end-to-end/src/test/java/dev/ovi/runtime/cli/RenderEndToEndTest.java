package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.WordColors;
import dev.ovi.runtime.media.VideoFile;
import dev.ovi.runtime.record.RecordFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws the record that upstream's own code made: 8 steps, 17 frames of 256×256, and a sound. */
class RenderEndToEndTest {
    private static final int SIDE = 256;
    private static final int STEPS = 8;
    private static final int PATCHES = 16;
    private static final int LATENT_FRAMES = 5;

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheRun() throws IOException {
        for (String name : List.of("upstream.attention.safetensors", "upstream.mp4")) {
            Files.copy(CommandLineRun.EXAMPLE.resolve(name), folder.resolve(name));
        }
    }

    @ParameterizedTest
    @CsvSource({"gif, gif, 10/1", "mp4, h264, 10/1", "apng, apng, 10/1"})
    void jetGifShowsAllStepsInEveryFormat(String format, String codec, String rate) {
        List<Path> files = draw("jet-gif", Map.of("format", format), "--tokens", "red,circle", "--frame", "8");

        assertThat(files)
                .containsExactly(
                        folder.resolve("upstream_attention_frame8_▁red." + format),
                        folder.resolve("upstream_attention_frame8_▁circle." + format));
        for (Path file : files) {
            assertThat(Ffprobe.video(file))
                    .containsEntry("codec_name", codec)
                    .containsEntry("width", "256")
                    .containsEntry("avg_frame_rate", rate)
                    .containsEntry("nb_read_frames", String.valueOf(STEPS));
            assertThat(Ffprobe.sound(file)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"gif, gif", "mp4, h264", "apng, apng"})
    void jetGifMovesWithTheVideoInEveryFormat(String format, String codec) {
        Path file = draw("jet-gif", Map.of("format", format), "--tokens", "red", "--frame", "all")
                .getFirst();

        assertThat(file).isEqualTo(folder.resolve("upstream_attention_frames_▁red." + format));
        Map<String, String> video = Ffprobe.video(file);
        assertThat(video).containsEntry("codec_name", codec).containsEntry("nb_read_frames", "17");
        if (format.equals("apng")) {
            // ffprobe tells no duration of such a stream, but how fast it runs
            assertThat(video).containsEntry("avg_frame_rate", "24/1");
        } else {
            // hundredths of a second are as near as a GIF comes to 24 frames a second
            assertThat(Double.parseDouble(video.get("duration"))).isCloseTo(17 / 24.0, within(0.01));
        }
    }

    @Test
    void jetGifWritesAnAnimatedWebp() throws IOException {
        // Debian's ffprobe reads no animated WebP, so the file's own chunks say what it is.
        Path file = draw("jet-gif", Map.of("format", "webp"), "--tokens", "red", "--frame", "all")
                .getFirst();
        List<String> chunks = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer riff = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 12; at < bytes.length; ) {
            chunks.add(new String(bytes, at, 4, StandardCharsets.US_ASCII));
            int length = riff.getInt(at + 4);
            at += 8 + length + length % 2;
        }
        assertThat(chunks.stream().filter("ANMF"::equals)).hasSize(17);
        assertThat((riff.getInt(24) & 0xFFFFFF) + 1).as("width").isEqualTo(SIDE);
    }

    @Test
    void theAttentionVideoPlaysInBrowsersWithTheVideosOwnSound() throws IOException {
        Path file = draw("attention-video", Map.of(), "--tokens", "blue").getFirst();

        assertThat(file).isEqualTo(folder.resolve("upstream_attention_video_▁blue.mp4"));
        Map<String, String> video = Ffprobe.video(file);
        assertThat(video)
                .containsEntry("codec_name", "h264")
                .containsEntry("pix_fmt", "yuv420p")
                .containsEntry("avg_frame_rate", "24/1")
                .containsEntry("nb_read_frames", "17")
                .containsEntry("width", "512");
        assertThat(Integer.parseInt(video.get("height"))).isGreaterThan(512).isEven();
        assertThat(Ffprobe.sound(file)).isNotEmpty().isEqualTo(Ffprobe.sound(folder.resolve("upstream.mp4")));
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.indexOf("moov")).as("the index is in front").isLessThan(content.indexOf("mdat"));
    }

    @Test
    void anotherSpeedThanTheSoundsIsSilent() {
        Path file = draw("attention-video", Map.of("speed", "0.5")).getFirst();

        assertThat(file).isEqualTo(folder.resolve("upstream_attention_video.mp4"));
        assertThat(Ffprobe.video(file)).containsEntry("avg_frame_rate", "12/1");
        assertThat(Ffprobe.sound(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gif, 8, 8", "mp4, 8, 8", "gif, all, 17", "mp4, all, 17"})
    void theOverlayShowsStepsOfAFrameOrAllFrames(String format, String frame, String pictures) {
        Path file = draw("token-overlay", Map.of("format", format), "--frame", frame)
                .getFirst();

        String name = frame.equals("all") ? "frames" : "frame" + frame;
        assertThat(file).isEqualTo(folder.resolve("upstream_overlay_" + name + "." + format));
        assertThat(Ffprobe.video(file)).containsEntry("nb_read_frames", pictures);
    }

    @Test
    void anOverlaysPixelsAreTheVideosMixedWithEachWordsColourByItsStrength() throws IOException {
        double alpha = 0.55;
        Map<String, String> plain = Map.of(
                "format", "png",
                "enlarge", "1",
                "outline", "false",
                "threshold", "0",
                "normalization", "run",
                "alpha", String.valueOf(alpha));
        Path file = draw("token-overlay", plain, "--tokens", "red,blue", "--frame", "8")
                .getFirst();
        BufferedImage drawn = ImageIO.read(file.toFile());

        List<TokenGroup> words = List.of(TokenGroup.single("red", 1), TokenGroup.single("blue", 7));
        WordColors colors = new WordColors(words);
        double[][] strengths = words.stream()
                .map(word -> strength(word.positions().getFirst()))
                .toArray(double[][]::new);
        BufferedImage frame;
        try (VideoFile video = VideoFile.open(folder.resolve("upstream.mp4"))) {
            frame = video.frame(8);
        }
        for (int i = 0; i < SIDE * SIDE; i++) {
            double total = strengths[0][i] + strengths[1][i];
            double cover = alpha * Math.max(strengths[0][i], strengths[1][i]);
            Color red = colors.of(words.get(0));
            Color blue = colors.of(words.get(1));
            for (int shift = 0; shift < 24; shift += 8) {
                double veil = total == 0
                        ? 0
                        : (strengths[0][i] * (red.getRGB() >> shift & 0xFF)
                                        + strengths[1][i] * (blue.getRGB() >> shift & 0xFF))
                                / total;
                int below = frame.getRGB(i % SIDE, i / SIDE) >> shift & 0xFF;
                double expected = (1 - cover) * below + cover * veil;
                // the veil's colour and the mixture are each rounded to a whole number
                assertThat((double) (drawn.getRGB(i % SIDE, i / SIDE) >> shift & 0xFF))
                        .as("pixel %d", i)
                        .isCloseTo(expected, within(1.01));
            }
        }
    }

    /** A token's map at video frame 8, from the numbers in the file, as 0 to 1 for each pixel. */
    private double[] strength(int token) {
        MapSeries series = RecordFile.open(folder.resolve("upstream.attention.safetensors"))
                .record()
                .series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        int tokens = series.positions().size();
        double[] map = new double[PATCHES * PATCHES];
        for (int step = 0; step < STEPS; step++) {
            for (int patch = 0; patch < map.length; patch++) {
                // Latent frame 2 is video frames 5 to 8, around 6.5; latent frame 3 is 9 to 12, around 10.5.
                double share = (8 - 6.5) / (10.5 - 6.5);
                long at = (((long) step * tokens + token) * LATENT_FRAMES + 2) * map.length + patch;
                double second = series.values().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
                double third = series.values().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, at + map.length);
                map[patch] += ((1 - share) * second + share * third) / STEPS;
            }
        }
        double least = Arrays.stream(map).min().orElseThrow();
        double most = Arrays.stream(map).max().orElseThrow();
        double[] pixels = new double[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            double x = Math.clamp((i % SIDE + 0.5) * PATCHES / SIDE - 0.5, 0.0, PATCHES - 1.0);
            double y = Math.clamp((Math.floorDiv(i, SIDE) + 0.5) * PATCHES / SIDE - 0.5, 0.0, PATCHES - 1.0);
            pixels[i] = (bilinear(map, x, y) - least) / (most - least);
        }
        return pixels;
    }

    private static double bilinear(double[] map, double x, double y) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, PATCHES - 1);
        int bottom = Math.min(top + 1, PATCHES - 1);
        double upper = (1 - (x - left)) * map[top * PATCHES + left] + (x - left) * map[top * PATCHES + right];
        double lower = (1 - (x - left)) * map[bottom * PATCHES + left] + (x - left) * map[bottom * PATCHES + right];
        return (1 - (y - top)) * upper + (y - top) * lower;
    }

    @Test
    void aGifIsTimedBesideTheCommandFfmpeg() {
        Ffprobe.video(folder.resolve("upstream.mp4")); // skips this where there is no ffmpeg
        CommandLineRun run = CommandLineRun.of(
                "bench", "render", "--width", "64", "--height", "32", "--frames", "3", "--rounds", "2", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"frames\" : 3", "\"width\" : 64", "\"median_ratio\" : ");
        assertThat(run.out().split("\"ffmpeg_seconds\"", -1)).hasSize(3);
    }

    @Test
    void sizesThatCannotBeTimedAreRefused() {
        CommandLineRun run = CommandLineRun.of("bench", "render", "--width", "31");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--width is 31; expected an even number from 32 to 4096");
    }

    private List<Path> draw(String visualizer, Map<String, String> options, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "render", folder.resolve("upstream.attention.safetensors").toString(), "--visualizer", visualizer));
        options.forEach((name, value) ->
                arguments.addAll(List.of("--set", "visualize.options." + visualizer + "." + name + "=" + value)));
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Path> files = run.out().lines().map(Path::of).toList();
        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(run.err()).contains("ovi: " + file.getFileName() + ": "));
        return files;
    }
}
