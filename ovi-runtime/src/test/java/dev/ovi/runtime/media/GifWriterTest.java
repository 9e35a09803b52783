package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.visual.Animation;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Node;

/** Reads GIFs back with the JDK's own decoder. */
class GifWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"12, 64, 48", "5, 33, 21", "1, 40, 30", "2, 1, 1"})
    void aClipOfFewColoursComesBackPixelByPixel(int frames, int width, int height) throws IOException {
        Path file = folder.resolve("flat.gif");
        WrittenFile written = GifWriter.write(file, Clip.flatAnimation(frames, 10, width, height));
        Gif gif = Gif.read(file);
        assertThat(gif.pictures).hasSize(frames);
        for (int i = 0; i < frames; i++) {
            assertThat(Clip.pixels(gif.pictures.get(i)))
                    .as("frame %d", i)
                    .isEqualTo(Clip.pixels(Clip.flat(i, width, height)));
        }
        assertThat(written.note()).isEmpty();
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void onePaletteServesTheWholeClip() throws IOException {
        // Each frame has one colour of its own; a palette of the first frames alone would miss the last.
        Path file = folder.resolve("late.gif");
        Animation clip = Animation.silent(100, 10, index -> {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = picture.createGraphics();
            graphics.setColor(new java.awt.Color(index * 2, 255 - index, index * 31 % 256));
            graphics.fillRect(0, 0, 16, 16);
            graphics.dispose();
            return picture;
        });
        GifWriter.write(file, clip);
        Gif gif = Gif.read(file);
        for (int i = 0; i < 100; i++) {
            int shown = gif.pictures.get(i).getRGB(5, 5);
            // palettegen computes in OkLab, which costs a rounding.
            assertThat(shown >> 16 & 0xFF).as("frame %d", i).isCloseTo(i * 2, within(2));
            assertThat(shown >> 8 & 0xFF).as("frame %d", i).isCloseTo(255 - i, within(2));
            assertThat(shown & 0xFF).as("frame %d", i).isCloseTo(i * 31 % 256, within(2));
        }
    }

    @Test
    void softColoursStayClose() throws IOException {
        Path file = folder.resolve("soft.gif");
        GifWriter.write(file, Animation.silent(10, 10, index -> Clip.soft(index, 160, 96)));
        Gif gif = Gif.read(file);
        for (int i = 0; i < 10; i++) {
            // 256 dithered colours for gradients; about 38 dB is usual.
            assertThat(Clip.psnr(gif.pictures.get(i), Clip.soft(i, 160, 96))).isGreaterThan(33);
        }
    }

    @Test
    void itLoopsForEver() throws IOException {
        Path file = folder.resolve("loop.gif");
        GifWriter.write(file, Clip.flatAnimation(3, 10, 16, 16));
        assertThat(Gif.read(file).loop).isEqualTo(List.of(1, 0, 0));
    }

    @Test
    void delaysAreExactWhereHundredthsAllowIt() throws IOException {
        Path file = folder.resolve("exact.gif");
        GifWriter.write(file, Clip.flatAnimation(6, 10, 16, 16));
        assertThat(Gif.read(file).delays).containsExactly(10, 10, 10, 10, 10, 10);
    }

    @Test
    void otherDelaysAddUpToTheRightLengthAndTheRoundingIsReported() throws IOException {
        Path file = folder.resolve("rounded.gif");
        WrittenFile written = GifWriter.write(file, Clip.flatAnimation(24, 24, 16, 16));
        List<Integer> delays = Gif.read(file).delays;
        assertThat(delays).containsOnly(4, 5);
        assertThat(delays.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
        assertThat(written.note()).hasValueSatisfying(note -> assertThat(note).contains("4.167 became 4 and 5"));
    }

    @Test
    void delaysThatBrowsersIgnoreAreSlowedDownAndReported() throws IOException {
        Path file = folder.resolve("fast.gif");
        WrittenFile written = GifWriter.write(file, Clip.flatAnimation(5, 60, 16, 16));
        assertThat(Gif.read(file).delays).containsOnly(2);
        assertThat(written.note()).hasValueSatisfying(note -> assertThat(note).contains("at most 50 frames a second"));
    }

    @Test
    void aPictureThatStandsStillKeepsItsFrames() throws IOException {
        Path file = folder.resolve("still.gif");
        GifWriter.write(file, Animation.silent(4, 5, _ -> Clip.flat(0, 24, 24)));
        Gif gif = Gif.read(file);
        assertThat(gif.delays.stream().mapToInt(Integer::intValue).sum()).isEqualTo(80);
        assertThat(Clip.pixels(gif.pictures.getLast())).isEqualTo(Clip.pixels(Clip.flat(0, 24, 24)));
    }

    @Test
    void anAnimationWithoutFramesIsRefused() {
        assertThatThrownBy(() -> GifWriter.write(folder.resolve("none.gif"), Clip.flatAnimation(0, 10, 8, 8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GifWriter.write(folder.resolve("none.gif"), Clip.flatAnimation(1, 0, 8, 8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    /** A GIF, composed as a browser would. */
    private static final class Gif {
        private final List<BufferedImage> pictures = new ArrayList<>();
        private final List<Integer> delays = new ArrayList<>();
        private List<Integer> loop = List.of();

        static Gif read(Path file) throws IOException {
            Gif gif = new Gif();
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
                reader.setInput(in);
                Node screen = child(
                        reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0"),
                        "LogicalScreenDescriptor");
                BufferedImage canvas = new BufferedImage(
                        number(screen, "logicalScreenWidth"),
                        number(screen, "logicalScreenHeight"),
                        BufferedImage.TYPE_INT_ARGB);
                for (int i = 0; i < reader.getNumImages(true); i++) {
                    gif.add(reader, i, canvas);
                }
            } finally {
                reader.dispose();
            }
            return gif;
        }

        private void add(ImageReader reader, int index, BufferedImage canvas) throws IOException {
            Node root = reader.getImageMetadata(index).getAsTree("javax_imageio_gif_image_1.0");
            Node place = child(root, "ImageDescriptor");
            Node control = child(root, "GraphicControlExtension");
            delays.add(number(control, "delayTime"));
            Graphics2D graphics = canvas.createGraphics();
            graphics.drawImage(
                    reader.read(index), number(place, "imageLeftPosition"), number(place, "imageTopPosition"), null);
            graphics.dispose();
            assertThat(attribute(control, "disposalMethod")).isIn("none", "doNotDispose");
            BufferedImage shown = new BufferedImage(canvas.getWidth(), canvas.getHeight(), BufferedImage.TYPE_INT_RGB);
            shown.createGraphics().drawImage(canvas, 0, 0, null);
            pictures.add(shown);
            if (index == 0) {
                IIOMetadataNode extension =
                        (IIOMetadataNode) child(root, "ApplicationExtensions").getFirstChild();
                byte[] data = (byte[]) extension.getUserObject();
                loop = List.of((int) data[0], (int) data[1], (int) data[2]);
            }
        }

        private static Node child(Node node, String name) {
            for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child.getNodeName().equals(name)) {
                    return child;
                }
            }
            throw new AssertionError("no " + name);
        }

        private static String attribute(Node node, String name) {
            return node.getAttributes().getNamedItem(name).getNodeValue();
        }

        private static int number(Node node, String name) {
            return Integer.parseInt(attribute(node, name));
        }
    }
}
