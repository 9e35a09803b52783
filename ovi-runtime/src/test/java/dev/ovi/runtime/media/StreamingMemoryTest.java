package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.visual.AnimationFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads clips in processes of their own and compares their largest resident memory. */
@EnabledOnOs(OS.LINUX)
class StreamingMemoryTest {
    private static final int SIDE = 960;
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void tenSecondsOfVideoTakeNoMoreMemoryThanAFewFrames() throws Exception {
        // 240 frames are 844 MiB uncompressed.
        assertThat(peak(AnimationFormat.MP4, 240) - peak(AnimationFormat.MP4, 8))
                .isLessThan(100 * MIB);
    }

    @Test
    void aLongGifTakesNoMoreMemoryThanAFewFrames() throws Exception {
        // 60 frames are 211 MiB uncompressed.
        assertThat(peak(AnimationFormat.GIF, 60) - peak(AnimationFormat.GIF, 4)).isLessThan(60 * MIB);
    }

    private long peak(AnimationFormat format, int frames) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-Djava.awt.headless=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StreamingMemoryTest.class.getName(),
                        folder.resolve(frames + "." + format.extension()).toString(),
                        format.name(),
                        Integer.toString(frames))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Long.parseLong(output.strip()) * 1024;
    }

    /** Writes a clip, reads it back, and prints the largest resident memory in KiB. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int frames = Integer.parseInt(arguments[2]);
        AnimationWriter.write(file, AnimationFormat.valueOf(arguments[1]), Clip.flatAnimation(frames, 24, SIDE, SIDE));
        try (VideoFile video = VideoFile.open(file)) {
            for (int i = 0; i < frames; i++) {
                video.frame(i);
            }
        }
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        System.out.println(peak.replaceAll("\\D", ""));
    }
}
