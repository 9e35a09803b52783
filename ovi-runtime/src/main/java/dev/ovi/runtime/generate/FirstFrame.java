package dev.ovi.runtime.generate;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.media.Pictures;
import dev.ovi.runtime.model.video.PixelTensors;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A given first frame, in the size that the model makes of it.
 *
 * @param picture as it was read
 * @param size the size of the video
 */
public record FirstFrame(BufferedImage picture, FrameSize size) {

    /**
     * Reads an image and fits its size to the model.
     *
     * @throws OviException if the image cannot be read
     */
    public static FirstFrame read(Path image, OviModel model) {
        try {
            BufferedImage picture = Pictures.read(image);
            var given = new FrameSize(picture.getHeight(), picture.getWidth());
            return new FirstFrame(picture, given.fitted(model.spec().clip().frameArea()));
        } catch (IOException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * A frame that has the size of the video.
     *
     * @param rgb {@code [3, H, W]}, unsigned bytes
     */
    public static FirstFrame ofRgb(Tensor rgb) {
        int height = Math.toIntExact(rgb.size(1));
        int width = Math.toIntExact(rgb.size(2));
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        MemorySegment bytes = rgb.data();
        long plane = (long) height * width;
        for (int i = 0; i < plane; i++) {
            int color = 0;
            for (int channel = 0; channel < 3; channel++) {
                color = (color << 8) | (bytes.get(ValueLayout.JAVA_BYTE, channel * plane + i) & 0xFF);
            }
            picture.setRGB(i % width, i / width, color);
        }
        return new FirstFrame(picture, new FrameSize(height, width));
    }

    /** The latent {@code [C, 1, h, w]}, resized by bicubic interpolation as upstream's {@code preprocess_image_tensor} does. */
    public Tensor encode(OviModel model) {
        Ops ops = model.compute().ops();
        try (TensorScope scope = ops.scope()) {
            Tensor bytes = ops.tensor(rgb(), 1, picture.getHeight(), picture.getWidth(), 3); // [1, H, W, 3]
            Tensor frame = PixelTensors.fromBytes(ops, bytes); // [3, 1, H, W]
            Tensor resized =
                    ops.upsampleBicubic2d(ops.permute(frame, 1, 0, 2, 3), size.height(), size.width()); // [1, 3, h, w]
            Tensor clip =
                    ops.to(ops.permute(resized, 1, 0, 2, 3), model.compute().device()); // [3, 1, h, w]
            return scope.keep(
                    ops.to(model.videoVae().encode(clip), model.compute().dtype()));
        }
    }

    private byte[] rgb() {
        int width = picture.getWidth();
        int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        byte[] bytes = new byte[pixels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            bytes[3 * i] = (byte) (pixels[i] >> 16);
            bytes[3 * i + 1] = (byte) (pixels[i] >> 8);
            bytes[3 * i + 2] = (byte) pixels[i];
        }
        return bytes;
    }
}
