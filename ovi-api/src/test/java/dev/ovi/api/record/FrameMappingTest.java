package dev.ovi.api.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameMappingTest {

    @Test
    void theFirstLatentFrameIsTheFirstVideoFrameAloneAndOthersAreFourEach() {
        FrameMapping mapping = new FrameMapping(17, 4);
        assertThat(IntStream.range(0, 17).map(mapping::latentFrame))
                .containsExactly(0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4);
        assertThat(mapping.latentFrames()).isEqualTo(5);
        assertThatThrownBy(() -> mapping.latentFrame(17)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aLatentFramesMapBelongsToTheMiddleOfItsVideoFrames() {
        // Latent frame k ≥ 1 is video frames 4k−3 to 4k, around 4k−1.5; between two middles the way is linear.
        FrameMapping mapping = new FrameMapping(121, 4);
        assertThat(mapping.latentPosition(0)).isZero();
        for (int frame = 3; frame <= 118; frame++) {
            assertThat(mapping.latentPosition(frame)).as("frame %d", frame).isCloseTo((frame + 1.5) / 4, within(1e-12));
        }
        // From the first frame to 2.5, the middle of latent frame 1.
        assertThat(mapping.latentPosition(1)).isCloseTo(1 / 2.5, within(1e-12));
        assertThat(mapping.latentPosition(2)).isCloseTo(2 / 2.5, within(1e-12));
        // Behind the last middle nothing is extrapolated.
        assertThat(mapping.latentPosition(119)).isEqualTo(30);
        assertThat(mapping.latentPosition(120)).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8})
    void positionsRiseFromTheFirstLatentFrameToTheLastWhateverTheStride(int stride) {
        int frames = 2 + new Random().nextInt(60);
        FrameMapping mapping = new FrameMapping(frames, stride);
        double[] positions =
                IntStream.range(0, frames).mapToDouble(mapping::latentPosition).toArray();
        assertThat(positions[0]).isZero();
        assertThat(positions[frames - 1]).as("%d frames", frames).isEqualTo(mapping.latentFrames() - 1);
        assertThat(positions).isSorted();
        for (int frame = 0; frame < frames; frame++) {
            assertThat(positions[frame])
                    .as("frame %d of %d", frame, frames)
                    .isCloseTo(mapping.latentFrame(frame), within(1.0));
        }
    }

    @Test
    void aSingleFrameIsASingleLatentFrame() {
        assertThat(new FrameMapping(1, 4).latentPosition(0)).isZero();
    }

    @Test
    void withAStrideOfOneNothingIsBetween() {
        FrameMapping mapping = new FrameMapping(9, 1);
        assertThat(IntStream.range(0, 9).mapToDouble(mapping::latentPosition))
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0);
    }
}
