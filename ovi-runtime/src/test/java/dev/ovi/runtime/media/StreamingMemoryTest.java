package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.drawing.MediaCanvas;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
        // 240 frames are 844 MiB uncompressed, and drawing them makes several times as much garbage; the heap alone may
        // grow
        // to its limit of 96 MiB.
        assertThat(peak(AnimationFormat.MP4, 240) - peak(AnimationFormat.MP4, 8))
                .isLessThan(200 * MIB);
    }

    @Test
    void aLongGifTakesNoMoreMemoryThanAFewFrames() throws Exception {
        // 60 frames are 211 MiB uncompressed; the heap alone may grow to its limit of 96 MiB.
        assertThat(peak(AnimationFormat.GIF, 60) - peak(AnimationFormat.GIF, 4)).isLessThan(120 * MIB);
    }

    private long peak(AnimationFormat format, int frames) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-Djava.awt.headless=true",
                        "-Dovi.process=own",
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

    /** A frame with two words and their legend, as visualizers draw it. */
    private static BufferedImage picture(int index, Path folder) {
        MediaCanvas canvas = new MediaCanvas(folder, "run", _ -> {});
        float[] map = new float[30 * 30];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) Math.sin(i * 0.01 + index);
        }
        Plane plane = new Plane(30, 30, map);
        Scale scale = new Scale(0, 1);
        List<Layer> layers =
                List.of(new Layer(plane, scale, Color.ORANGE), new Layer(plane, new Scale(-1, 0.5), Color.CYAN));
        BufferedImage veiled = canvas.overlay(Clip.flat(index, SIDE, SIDE), layers, 0.6);
        BufferedImage outlined = canvas.outline(veiled, layers, 0.5);
        return canvas.withLegend(
                outlined, new Legend("step " + index, List.of(new Legend.Veil("red", Color.ORANGE, scale))));
    }

    /** Writes a clip, reads it back, and prints the largest resident memory in KiB. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Path folder = Objects.requireNonNull(file.getParent());
        int frames = Integer.parseInt(arguments[2]);
        AnimationWriter.write(
                file,
                AnimationFormat.valueOf(arguments[1]),
                Animation.silent(frames, 24, index -> picture(index, folder)));
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
