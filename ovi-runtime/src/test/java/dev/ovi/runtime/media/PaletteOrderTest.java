package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

class PaletteOrderTest {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 160;

    private final long seed = new Random().nextLong();

    @Test
    void everyPixelIsStillThere() {
        int[] pixels = new Random(seed).ints(10_000, 0, 500).toArray();
        int[] ordered = new int[pixels.length];
        new PaletteOrder().copy(pixels, ordered);
        assertThat(ordered).as("seed %d", seed).isNotEqualTo(pixels);
        Arrays.sort(ordered);
        Arrays.sort(pixels);
        assertThat(ordered).isEqualTo(pixels);
    }

    @Test
    void thePaletteStaysAsItWasBitForBit() throws IOException {
        List<BufferedImage> pictures = pictures();
        PaletteOrder order = new PaletteOrder();
        List<BufferedImage> ordered = new ArrayList<>();
        for (BufferedImage picture : pictures) {
            BufferedImage copy = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            order.copy(Rgb.pixels(picture), Rgb.pixels(copy));
            ordered.add(copy);
        }
        assertThat(palette(ordered)).as("seed %d", seed).isEqualTo(palette(pictures));
    }

    /** Soft colours with grain: tens of thousands of different ones. */
    private List<BufferedImage> pictures() {
        Random random = new Random(seed);
        List<BufferedImage> pictures = new ArrayList<>();
        for (int index = 0; index < 5; index++) {
            BufferedImage picture = Clip.soft(index * 20, WIDTH, HEIGHT);
            int[] pixels = Rgb.pixels(picture);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = Rgb.mix(pixels[i], random.nextInt(1 << 24), 0.2);
            }
            pictures.add(picture);
        }
        return pictures;
    }

    private static int[] palette(List<BufferedImage> pictures) throws IOException {
        AVFrame frame = FramePixels.allocate(WIDTH, HEIGHT, FramePixels.FORMAT);
        AVFrame palette = avutil.av_frame_alloc();
        String graph = FilterGraph.source("in", WIDTH, HEIGHT, "1/100") + ",palettegen,buffersink@out";
        try (FilterGraph palettegen = new FilterGraph(graph)) {
            for (int i = 0; i < pictures.size(); i++) {
                FramePixels.fill(frame, pictures.get(i));
                frame.pts(i);
                palettegen.push("in", frame);
            }
            palettegen.push("in", null);
            assertThat(palettegen.pull(palette)).isTrue();
            return Clip.pixels(FramePixels.picture(palette));
        } finally {
            avutil.av_frame_free(palette);
            avutil.av_frame_free(frame);
        }
    }
}
