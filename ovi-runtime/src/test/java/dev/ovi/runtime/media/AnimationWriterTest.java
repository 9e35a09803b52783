package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.AudioTrack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnimationWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyPictureIsDrawnOnceInOrderAndNeverTwoAtATime(AnimationFormat format) throws IOException {
        List<Integer> drawn = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger drawing = new AtomicInteger();
        Animation animation = Animation.silent(9, 10, index -> {
            assertThat(drawing.incrementAndGet()).isOne();
            drawn.add(index);
            BufferedImage picture = Clip.flat(index, 32, 32);
            drawing.decrementAndGet();
            return picture;
        });
        AnimationWriter.write(folder.resolve("clip"), format, animation);
        assertThat(drawn).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDrawnAnyMoreAfterAFailure(AnimationFormat format) throws InterruptedException {
        AtomicInteger drawn = new AtomicInteger();
        AtomicReference<Thread> painter = new AtomicReference<>();
        Animation growing = Animation.silent(100, 10, index -> {
            drawn.set(index);
            painter.set(Thread.currentThread());
            return Clip.flat(index, 32, index < 2 ? 32 : 33);
        });
        assertThatThrownBy(() -> AnimationWriter.write(folder.resolve("clip"), format, growing))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(drawn.get()).isLessThan(5);
        assertThat(painter.get()).isNotSameAs(Thread.currentThread());
        assertThat(painter.get().join(Duration.ofMinutes(1)))
                .as("the painter's thread ended")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7, 64, 48", "3, 33, 21", "1, 40, 30"})
    void animatedPngIsLossless(int frames, int width, int height) throws IOException {
        Path file = folder.resolve("clip.apng");
        AnimationWriter.write(
                file, AnimationFormat.APNG, Animation.silent(frames, 12.5, index -> Clip.soft(index, width, height)));
        byte[] decoded = Tool.ffmpeg(
                "-i", file.toString(), "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo", "-");
        assertThat(decoded).hasSize(frames * width * height * 3);
        for (int i = 0; i < frames; i++) {
            assertThat(Clip.pixels(Clip.fromRgb(decoded, i * width * height * 3, width, height)))
                    .as("frame %d", i)
                    .isEqualTo(Clip.pixels(Clip.soft(i, width, height)));
        }
    }

    @Test
    void animatedPngLoopsForEverAtTheRightSpeed() throws IOException {
        Path file = folder.resolve("clip.apng");
        AnimationWriter.write(file, AnimationFormat.APNG, Clip.flatAnimation(5, 12.5, 32, 32));
        List<Chunk> chunks = Chunk.png(Files.readAllBytes(file));
        Chunk control = chunks.stream()
                .filter(chunk -> chunk.name.equals("acTL"))
                .findFirst()
                .orElseThrow();
        assertThat(control.data.getInt(0)).as("frames").isEqualTo(5);
        assertThat(control.data.getInt(4)).as("plays; 0 is for ever").isZero();
        assertThat(chunks.stream().filter(chunk -> chunk.name.equals("fcTL")))
                .hasSize(5)
                .allSatisfy(chunk -> assertThat(chunk.data.getShort(20) / (double) chunk.data.getShort(22))
                        .isEqualTo(0.08));
    }

    @Test
    void webpLoopsForEverAtTheRightSpeed() throws IOException {
        Path file = folder.resolve("clip.webp");
        AnimationWriter.write(file, AnimationFormat.WEBP, Clip.flatAnimation(6, 10, 48, 31));
        List<Chunk> chunks = Chunk.riff(Files.readAllBytes(file));
        ByteBuffer extended = chunks.getFirst().data;
        assertThat((extended.getInt(4) & 0xFFFFFF) + 1).as("width").isEqualTo(48);
        assertThat((extended.getInt(6) >>> 8) + 1).as("height").isEqualTo(31);
        Chunk control = chunks.stream()
                .filter(chunk -> chunk.name.equals("ANIM"))
                .findFirst()
                .orElseThrow();
        assertThat(control.data.getShort(4)).as("loops; 0 is for ever").isZero();
        assertThat(chunks.stream()
                        .filter(chunk -> chunk.name.equals("ANMF"))
                        .map(chunk -> chunk.data.getInt(12) & 0xFFFFFF))
                .containsExactly(100, 100, 100, 100, 100, 100);
    }

    @Test
    void mp4KeepsTheSoundOfTheVideoBelow() throws IOException {
        Path video = folder.resolve("video.mp4");
        try (VideoWriter writer =
                VideoWriter.create(video, 32, 32, 24, new Sound.Samples(new AudioTrack(Clip.tone(8000), 16000)))) {
            for (int i = 0; i < 12; i++) {
                writer.add(Clip.flat(i, 32, 32));
            }
            writer.finish();
        }
        Path shown = folder.resolve("shown.mp4");
        AnimationWriter.write(
                shown,
                AnimationFormat.MP4,
                new Animation(12, 24, index -> Clip.soft(index, 32, 40), Optional.of(video)));
        assertThat(soundPackets(shown)).isNotEmpty().isEqualTo(soundPackets(video));
    }

    private static List<String> soundPackets(Path file) {
        return Tool.ffprobe(
                        "-select_streams",
                        "a",
                        "-show_packets",
                        "-show_data_hash",
                        "MD5",
                        "-show_entries",
                        "packet=pts,data_hash",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .toList();
    }

    /** A part of a PNG or WebP file. */
    private record Chunk(String name, ByteBuffer data) {

        static List<Chunk> png(byte[] file) {
            List<Chunk> chunks = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(file);
            for (int at = 8; at < file.length; ) {
                int length = bytes.getInt(at);
                chunks.add(new Chunk(name(file, at + 4), bytes.slice(at + 8, length)));
                at += 12 + length;
            }
            return chunks;
        }

        static List<Chunk> riff(byte[] file) {
            List<Chunk> chunks = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 12; at < file.length; ) {
                int length = bytes.getInt(at + 4);
                chunks.add(new Chunk(name(file, at), bytes.slice(at + 8, length).order(ByteOrder.LITTLE_ENDIAN)));
                at += 8 + length + length % 2;
            }
            return chunks;
        }

        private static String name(byte[] file, int at) {
            return new String(file, at, 4, StandardCharsets.US_ASCII);
        }
    }
}
