package dev.ovi.runtime.media;

import dev.ovi.runtime.base.WholeFile;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Still pictures. */
public final class Pictures {

    private Pictures() {}

    /**
     * Writes a PNG with 24 bits a pixel.
     *
     * @throws IOException if it cannot be written
     */
    public static WrittenFile write(Path target, BufferedImage picture) throws IOException {
        RenderedImage opaque = picture.getType() == BufferedImage.TYPE_INT_RGB ? picture : opaque(picture);
        try (WholeFile file = WholeFile.create(target)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.path()));
                    MemoryCacheImageOutputStream image = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(opaque, "png", image);
            } catch (IOException e) {
                throw new IOException("cannot write " + target + ": " + deepestReason(e), e);
            }
            file.commit();
        }
        return new WrittenFile(target, Files.size(target), Optional.empty());
    }

    /** A PNG in memory, with 24 bits a pixel. */
    public static byte[] png(RenderedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream image = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", image);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a picture of any common kind: PNG, JPEG, BMP, GIF, and what FFmpeg knows beside them, such as WebP. Alpha is
     * dropped, as upstream does.
     *
     * @return the picture, {@link BufferedImage#TYPE_INT_RGB}
     * @throws IOException if it cannot be read; the message says which file and why
     */
    public static BufferedImage read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("cannot read the picture " + file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read the picture " + file + ": it is a folder");
        }
        BufferedImage known = readKnown(file);
        if (known != null) {
            return known;
        }
        try (VideoFile video = VideoFile.open(file)) {
            return video.frame(0);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read the picture " + file + ": it is damaged, or no picture; PNG, JPEG and WebP are known",
                    e);
        }
    }

    private static @Nullable BufferedImage readKnown(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                MemoryCacheImageInputStream image = new MemoryCacheImageInputStream(in)) {
            BufferedImage picture = ImageIO.read(image);
            return picture == null ? null : opaque(picture);
        } catch (java.nio.file.AccessDeniedException e) {
            throw new IOException("cannot read the picture " + file + ": permission denied", e);
        } catch (IOException | RuntimeException e) {
            return null; // ImageIO throws all kinds of exceptions at damaged files; FFmpeg has the last word.
        }
    }

    private static BufferedImage opaque(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            result.setRGB(0, y, width, 1, row, 0, width);
        }
        return result;
    }

    private static String deepestReason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest instanceof IOException io ? WholeFile.reason(io) : deepest.toString();
    }
}
