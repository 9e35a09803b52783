package dev.ovi.runtime.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.media.Clip;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FontsTest {

    @Test
    void everyHangulSyllableAndTheWordMarkCanBeDrawn() {
        Font font = Fonts.load();
        assertThat(IntStream.rangeClosed(0xAC00, 0xD7A3).filter(syllable -> !font.canDisplay(syllable)))
                .isEmpty();
        assertThat(font.canDisplayUpTo("▁man · é ß Ω Я 0.5–1 → × − ㅎ 「한글」")).isEqualTo(-1);
    }

    @Test
    void textIsDrawnTheSameWithoutFontsOnTheMachine() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FontsTest.class.getName())
                .redirectErrorStream(true);
        // Java2D without a font of ours fails in this environment: "Fontconfig head is null".
        builder.environment().put("FONTCONFIG_FILE", "/nowhere/fonts.conf");
        builder.environment().put("FONTCONFIG_PATH", "/nowhere");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // fontconfig itself may complain first.
        assertThat(output.strip()).endsWith(Integer.toString(drawn()));
    }

    /** Prints a digest of a text that it draws. */
    public static void main(String[] arguments) {
        System.out.println(drawn());
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
