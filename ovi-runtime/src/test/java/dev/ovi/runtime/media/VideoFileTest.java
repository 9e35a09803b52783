package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFileTest {
    private static final int FRAMES = 60;
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    @TempDir
    Path folder;

    @Test
    void theFormatIsTheFiles() throws IOException {
        try (VideoFile video = VideoFile.open(clip())) {
            assertThat(video.format()).isEqualTo(new VideoFormat(WIDTH, HEIGHT, FRAMES, 24));
            assertThat(video.file()).contains(folder.resolve("clip.mp4"));
        }
    }

    @Test
    void framesAreThoseThatFfmpegDecodes() throws IOException {
        Path file = clip();
        byte[] decoded = Tool.ffmpeg(
                "-i",
                file.toString(),
                "-sws_flags",
                "accurate_rnd+full_chroma_int",
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                "-");
        try (VideoFile video = VideoFile.open(file)) {
            for (int i = 0; i < FRAMES; i++) {
                // Two versions of one library, two ways to enlarge chroma.
                assertThat(Clip.psnr(video.frame(i), Clip.fromRgb(decoded, i * WIDTH * HEIGHT * 3, WIDTH, HEIGHT)))
                        .as("frame %d", i)
                        .isGreaterThan(35);
            }
        }
    }

    @Test
    void anyOrderGivesTheSameFrames() throws IOException {
        Path file = clip();
        int[][] inOrder = new int[FRAMES][];
        try (VideoFile video = VideoFile.open(file)) {
            for (int i = 0; i < FRAMES; i++) {
                inOrder[i] = Clip.pixels(video.frame(i));
            }
        }
        assertThat(Arrays.stream(inOrder).map(Arrays::hashCode).distinct()).hasSize(FRAMES);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (VideoFile video = VideoFile.open(file)) {
            for (int i = 0; i < 60; i++) {
                int index = random.nextInt(FRAMES);
                assertThat(Clip.pixels(video.frame(index)))
                        .as("seed %d, frame %d", seed, index)
                        .isEqualTo(inOrder[index]);
            }
        }
    }

    @Test
    void anyOrderGivesTheSameFramesOfAVideoWithFramesBetweenFrames() throws IOException {
        Path file = folder.resolve("between.mp4");
        Tool.ffmpeg("-i", clip().toString(), "-c:v", "mpeg4", "-bf", "2", "-g", "12", "-an", file.toString());
        int[][] inOrder = new int[FRAMES][];
        try (VideoFile video = VideoFile.open(file)) {
            assertThat(video.format().frames()).isEqualTo(FRAMES);
            for (int i = 0; i < FRAMES; i++) {
                inOrder[i] = Clip.pixels(video.frame(i));
            }
            for (int i = FRAMES - 1; i >= 0; i -= 7) {
                assertThat(Clip.pixels(video.frame(i))).as("frame %d", i).isEqualTo(inOrder[i]);
            }
        }
    }

    @Test
    void aFrameMayBeDrawnOn() throws IOException {
        try (VideoFile video = VideoFile.open(clip())) {
            int before = video.frame(3).getRGB(5, 5);
            video.frame(3).setRGB(5, 5, ~before);
            assertThat(video.frame(3).getRGB(5, 5)).isEqualTo(before);
        }
    }

    @Test
    void soundComesAsSamples() throws IOException {
        try (VideoFile video = VideoFile.open(clip())) {
            AudioTrack track = video.audio().orElseThrow();
            float[] tone = Clip.tone(40000);
            assertThat(track.sampleRate()).isEqualTo(16000);
            assertThat(track.samples().length).isBetween(40000, 41024);
            for (int i = 2000; i < 38000; i += 7) {
                assertThat(track.samples()[i]).isCloseTo(tone[i], within(0.05f)); // AAC is lossy
            }
        }
    }

    @Test
    void silentVideosHaveNoSound() throws IOException {
        Path file = folder.resolve("clip.gif");
        GifWriter.write(file, Clip.flatAnimation(4, 10, 16, 16));
        try (VideoFile video = VideoFile.open(file)) {
            assertThat(video.audio()).isEmpty();
            assertThat(video.format()).isEqualTo(new VideoFormat(16, 16, 4, 10));
        }
    }

    @Test
    void framesThatDoNotExistAreOutOfBounds() throws IOException {
        try (VideoFile video = VideoFile.open(clip())) {
            assertThatThrownBy(() -> video.frame(FRAMES)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> video.frame(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void filesThatAreNoVideosAreNamed() throws IOException {
        Path missing = folder.resolve("missing.mp4");
        assertThatThrownBy(() -> VideoFile.open(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + missing + ": no such file");
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
        assertThatThrownBy(() -> VideoFile.open(text))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + text + ": Invalid data found when processing input");
        assertThatThrownBy(() -> VideoFile.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + folder + ": it is a folder");
    }

    @Test
    void aVideoThatWasCutOffIsRefused() throws IOException {
        Path file = clip();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
        assertThatThrownBy(() -> VideoFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(Pattern.quote("cannot read " + file) + ": it was cut off after \\d+ of 60 frames");
    }

    private Path clip() throws IOException {
        Path file = folder.resolve("clip.mp4");
        Sound sound = new Sound.Samples(new AudioTrack(Clip.tone(40000), 16000));
        try (VideoWriter writer = VideoWriter.create(file, WIDTH, HEIGHT, 24, sound)) {
            for (int i = 0; i < FRAMES; i++) {
                writer.add(Clip.soft(i, WIDTH, HEIGHT));
            }
            writer.finish();
        }
        return file;
    }
}
