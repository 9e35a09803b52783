package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.visual.AudioTrack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoWriterTest {
    @TempDir
    Path folder;

    @Test
    void browsersGetWhatTheyPlay() throws IOException {
        Path file = write(17, 256, 256, 24, new Sound.Samples(new AudioTrack(Clip.tone(11264), 16000)));
        Map<String, String> video = stream(file, "v");
        assertThat(video)
                .containsEntry("codec_name", "h264")
                .containsEntry("pix_fmt", "yuv420p")
                .containsEntry("width", "256")
                .containsEntry("height", "256")
                .containsEntry("avg_frame_rate", "24/1")
                .containsEntry("nb_frames", "17")
                .containsEntry("color_space", "bt709")
                .containsEntry("color_range", "tv");
        assertThat(Double.parseDouble(video.get("duration")))
                .isEqualTo(17 / 24.0, org.assertj.core.data.Offset.offset(1e-3));
        Map<String, String> sound = stream(file, "a");
        assertThat(sound)
                .containsEntry("codec_name", "aac")
                .containsEntry("sample_rate", "16000")
                .containsEntry("channels", "1");
        assertThat(boxes(file)).containsSubsequence("ftyp", "moov", "mdat");
    }

    @ParameterizedTest
    @CsvSource({"12, 64, 48", "5, 33, 21", "1, 40, 30", "3, 17, 16"})
    void framesComeBackAsTheyWere(int frames, int width, int height) throws IOException {
        Path file = folder.resolve("clip.mp4");
        WrittenFile written;
        try (VideoWriter writer = VideoWriter.create(file, width, height, 24, new Sound.None())) {
            for (int i = 0; i < frames; i++) {
                writer.add(Clip.soft(i, width, height));
            }
            written = writer.finish();
        }
        int evenWidth = width + width % 2;
        int evenHeight = height + height % 2;
        byte[] decoded = Tool.ffmpeg("-i", file.toString(), "-pix_fmt", "rgb24", "-f", "rawvideo", "-");
        assertThat(decoded).hasSize(frames * evenWidth * evenHeight * 3);
        for (int i = 0; i < frames; i++) {
            BufferedImage frame = Clip.fromRgb(decoded, i * evenWidth * evenHeight * 3, evenWidth, evenHeight);
            // Half the chroma is gone by definition; gradients lose little of it.
            assertThat(Clip.psnr(frame.getSubimage(0, 0, width, height), Clip.soft(i, width, height)))
                    .as("frame %d", i)
                    .isGreaterThan(30);
        }
        assertThat(written.note().isPresent()).isEqualTo(evenWidth != width || evenHeight != height);
        assertThat(written.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void coloursKeepTheirHueAndLightness() throws IOException {
        Path file = folder.resolve("grey.mp4");
        int[] colors = {0x000000, 0x808080, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFA040};
        try (VideoWriter writer = VideoWriter.create(file, 32, 32, 24, new Sound.None())) {
            for (int color : colors) {
                writer.add(plain(color));
            }
            writer.finish();
        }
        byte[] decoded = Tool.ffmpeg("-i", file.toString(), "-pix_fmt", "rgb24", "-f", "rawvideo", "-");
        for (int i = 0; i < colors.length; i++) {
            BufferedImage frame = Clip.fromRgb(decoded, i * 32 * 32 * 3, 32, 32);
            for (int shift = 0; shift < 24; shift += 8) {
                int difference = (frame.getRGB(9, 9) >> shift & 0xFF) - (colors[i] >> shift & 0xFF);
                // A wrong matrix or range is off by 10 and more; 8-bit YUV and the quantiser by a few.
                assertThat(Math.abs(difference)).as("%06x", colors[i]).isLessThanOrEqualTo(5);
            }
        }
    }

    @Test
    void soundStartsWithThePictureAndKeepsItsShape() throws IOException {
        float[] tone = Clip.tone(16000);
        Path file = write(24, 32, 32, 24, new Sound.Samples(new AudioTrack(tone, 16000)));
        byte[] bytes = Tool.ffmpeg("-i", file.toString(), "-f", "f32le", "-ac", "1", "-");
        float[] decoded = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
        assertThat(decoded.length).isBetween(16000, 16000 + 1024);
        double error = 0;
        double power = 0;
        for (int i = 1000; i < 15000; i++) {
            error += Math.pow(decoded[i] - tone[i], 2);
            power += Math.pow(tone[i], 2);
        }
        // AAC is lossy; a shift by one sample alone would be 15 dB.
        assertThat(10 * Math.log10(power / error)).isGreaterThan(25);
    }

    @Test
    void soundThatIsTooLoudIsClippedAndSoundWithoutNumbersRefused() throws IOException {
        float[] loud = Clip.tone(4000);
        for (int i = 0; i < loud.length; i++) {
            loud[i] *= 4;
        }
        assertThat(write(4, 32, 32, 24, new Sound.Samples(new AudioTrack(loud, 16000))))
                .isNotEmptyFile();
        loud[17] = Float.NaN;
        assertThatThrownBy(() -> write(4, 32, 32, 24, new Sound.Samples(new AudioTrack(loud, 16000))))
                .isInstanceOf(IOException.class)
                .hasMessage("the sound contains NaN, which cannot be encoded");
    }

    @Test
    void soundOfAnotherKindOfFileIsEncodedWhereMp4CannotHoldIt() throws IOException {
        Path wav = folder.resolve("tone.wav");
        Files.write(wav, wav(Clip.tone(8000)));
        Path file = write(12, 32, 32, 24, new Sound.Copy(wav));
        assertThat(stream(file, "a")).containsEntry("sample_rate", "16000").containsEntry("channels", "1");
    }

    @Test
    void aFileWithoutSoundGivesASilentVideo() throws IOException {
        Path silent = write(3, 32, 32, 24, new Sound.None());
        Path moved = Files.move(silent, folder.resolve("silent.mp4"));
        Path file = write(3, 32, 32, 24, new Sound.Copy(moved));
        assertThat(Tool.ffprobe("-show_entries", "stream=codec_type", "-of", "csv=p=0", file.toString())
                        .lines())
                .containsExactly("video");
    }

    @Test
    void theSameFramesGiveTheSameFile() throws IOException {
        Sound sound = new Sound.Samples(new AudioTrack(Clip.tone(5000), 16000));
        byte[] first = Files.readAllBytes(write(8, 64, 64, 24, sound));
        assertThat(Files.readAllBytes(write(8, 64, 64, 24, sound))).isEqualTo(first);
    }

    @Test
    void aVideoThatIsNotFinishedLeavesNothing() throws IOException {
        Path file = folder.resolve("half.mp4");
        try (VideoWriter writer = VideoWriter.create(file, 32, 32, 24, new Sound.None())) {
            writer.add(Clip.flat(0, 32, 32));
            assertThatThrownBy(() -> writer.add(Clip.flat(0, 34, 32)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("frame 1 of the clip is 34×32, the frames before it are 32×32");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private Path write(int frames, int width, int height, double rate, Sound sound) throws IOException {
        Path file = folder.resolve("clip.mp4");
        try (VideoWriter writer = VideoWriter.create(file, width, height, rate, sound)) {
            for (int i = 0; i < frames; i++) {
                writer.add(Clip.soft(i, width, height));
            }
            writer.finish();
        }
        return file;
    }

    private static Map<String, String> stream(Path file, String type) {
        return Tool.ffprobe("-select_streams", type, "-show_streams", "-of", "default=nw=1", file.toString())
                .lines()
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, _) -> first));
    }

    /** The names of a file's outermost boxes, in order. */
    private static List<String> boxes(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<String> names = new ArrayList<>();
        for (int at = 0; at < bytes.limit(); at += bytes.getInt(at)) {
            names.add(new String(bytes.array(), at + 4, 4, StandardCharsets.US_ASCII));
        }
        return names;
    }

    private static BufferedImage plain(int color) {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32 * 32; i++) {
            picture.setRGB(i % 32, i / 32, color);
        }
        return picture;
    }

    private static byte[] wav(float[] samples) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples.length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(16000)
                .putInt(32000)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
        for (float sample : samples) {
            wav.putShort((short) (sample * 32767));
        }
        return wav.array();
    }
}
