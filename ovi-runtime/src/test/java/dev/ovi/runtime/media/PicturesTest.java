package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
    @TempDir
    Path folder;

    @Test
    void pngKeepsEveryPixelIn24Bits() throws IOException {
        Path file = folder.resolve("p.png");
        BufferedImage picture = Clip.soft(3, 37, 23);
        Pictures.write(file, picture);
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(Clip.pixels(read)).isEqualTo(Clip.pixels(picture));
        assertThat(read.getColorModel().getPixelSize()).isEqualTo(24);
        assertThat(Clip.pixels(Pictures.read(file))).isEqualTo(Clip.pixels(picture));
    }

    @Test
    void alphaIsDroppedAndColourKept() throws IOException {
        Path file = folder.resolve("alpha.png");
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x40FF8000);
        picture.setRGB(1, 0, 0xFF102030);
        ImageIO.write(picture, "png", file.toFile());
        BufferedImage read = Pictures.read(file);
        assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        assertThat(Clip.pixels(read)).containsExactly(0xFFFF8000, 0xFF102030);
    }

    @Test
    void jpegAndWebpAreRead() throws IOException {
        BufferedImage picture = Clip.soft(0, 64, 48);
        Path jpeg = folder.resolve("p.jpg");
        ImageIO.write(picture, "jpeg", jpeg.toFile());
        assertThat(Clip.psnr(Pictures.read(jpeg), picture)).isGreaterThan(25);
        Path png = folder.resolve("p.png");
        Pictures.write(png, picture);
        Path webp = folder.resolve("p.webp");
        Tool.ffmpeg("-i", png.toString(), webp.toString());
        assertThat(Clip.psnr(Pictures.read(webp), picture)).isGreaterThan(25);
    }

    @Test
    void unreadablePicturesAreNamed() throws IOException {
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> Pictures.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read the picture " + missing + ": no such file");
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertThatThrownBy(() -> Pictures.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(text.toString())
                .hasMessageContaining("damaged, or no picture");
        Path note = Files.writeString(folder.resolve("note.txt"), "FFmpeg would paint this as a terminal does");
        assertThatThrownBy(() -> Pictures.read(note))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged, or no picture");
        Path empty = Files.createFile(folder.resolve("empty.png"));
        assertThatThrownBy(() -> Pictures.read(empty)).isInstanceOf(IOException.class);
        Path whole = folder.resolve("whole.png");
        Pictures.write(whole, Clip.soft(0, 64, 64));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Pictures.read(cut))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut.png");
    }
}
