package dev.ovi.api.visual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.record.VideoFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnlargedFramesTest {

    @Test
    void framesAreAFactorLargerAndKeepTheirColours() throws IOException {
        FrameSource enlarged = EnlargedFrames.of(new Halves(20, 10), 3);
        BufferedImage frame = enlarged.frame(1);
        assertThat(frame.getWidth()).isEqualTo(60).isEqualTo(enlarged.format().width());
        assertThat(frame.getHeight()).isEqualTo(30).isEqualTo(enlarged.format().height());
        assertThat(enlarged.format().frames()).isEqualTo(2);
        // away from the edge between the halves, nothing is mixed
        assertThat(frame.getRGB(0, 0)).isEqualTo(frame.getRGB(24, 29)).isEqualTo(0xFF204060);
        assertThat(frame.getRGB(59, 29)).isEqualTo(frame.getRGB(36, 0)).isEqualTo(0xFFA0C0E0);
    }

    @Test
    void smallVideosAreEnlargedByThemselvesAndOthersNot() {
        assertThat(width(256, 256)).isEqualTo(512);
        assertThat(width(96, 64)).isEqualTo(576);
        assertThat(width(992, 512)).isEqualTo(992);
        assertThat(width(288, 512)).isEqualTo(288);
        assertThat(width(8, 4)).as("at most eight times").isEqualTo(64);
    }

    private static int width(int width, int height) {
        return EnlargedFrames.of(new Halves(width, height), EnlargedFrames.AUTOMATIC)
                .format()
                .width();
    }

    /** The left half of each frame is dark, the right one light. */
    private record Halves(int width, int height) implements FrameSource {
        @Override
        public VideoFormat format() {
            return new VideoFormat(width, height, 2, 24);
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public BufferedImage frame(int index) {
            var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < width * height; i++) {
                picture.setRGB(i % width, i / width, i % width < width / 2 ? 0x204060 : 0xA0C0E0);
            }
            return picture;
        }

        @Override
        public Optional<AudioTrack> audio() {
            return Optional.empty();
        }
    }
}
