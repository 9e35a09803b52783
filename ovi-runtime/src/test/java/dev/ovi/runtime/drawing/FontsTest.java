package dev.ovi.runtime.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.media.Clip;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FontsTest {
    @TempDir
    private Path home;

    @Test
    void everyHangulSyllableAndTheWordMarkCanBeDrawn() {
        Font font = Fonts.load();
        assertThat(IntStream.rangeClosed(0xAC00, 0xD7A3).filter(syllable -> !font.canDisplay(syllable)))
                .isEmpty();
        assertThat(font.canDisplayUpTo("▁man · é ß Ω Я 0.5–1 → × − ㅎ 「한글」")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "shared"})
    void textIsDrawnTheSameWithoutFontsOnTheMachine(String process) throws Exception {
        // Java2D without a font of ours fails in this environment: "Fontconfig head is null".
        Path noFonts = Files.writeString(home.resolve("fonts.conf"), "<fontconfig></fontconfig>");
        assertThat(drawnBy(process, Map.of("FONTCONFIG_FILE", noFonts.toString())))
                .isEqualTo(drawn());
    }

    @Test
    void textIsDrawnTheSameInAProcessWhoseFontsAreSomebodyElses() throws Exception {
        assertThat(drawnBy("shared", Map.of())).isEqualTo(drawn());
    }

    /** What another process draws, in which Java2D remembers no fonts of the machine. */
    private int drawnBy(String process, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-Duser.home=" + home,
                        "-Dovi.process=" + process,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FontsTest.class.getName())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process started = builder.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        started.waitFor();
        // fontconfig itself may complain first.
        return Integer.parseInt(output.strip().lines().toList().getLast());
    }

    /** Prints a digest of a text that it draws, if the process is left without the setting that Java2D may start with. */
    public static void main(String[] arguments) {
        int drawn = drawn();
        assertThat(System.getProperty("sun.awt.fontconfig")).isNull();
        System.out.println(drawn);
    }

    private static int drawn() {
        BufferedImage picture = new BufferedImage(400, 60, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setFont(Fonts.load().deriveFont(32f));
        graphics.drawString("▁man 빨간 원 Ag", 8, 44);
        graphics.dispose();
        int[] pixels = Clip.pixels(picture);
        assertThat(Arrays.stream(pixels).filter(pixel -> pixel == 0xFFFFFFFF).count())
                .isGreaterThan(500);
        return Arrays.hashCode(pixels);
    }
}
