package dev.ovi.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSizeTest {

    /** Expected values were computed with upstream's Python function. */
    @ParameterizedTest
    @CsvSource({
        "512, 992, 518400, 512, 992",
        "704, 1280, 518400, 544, 960",
        "704, 1280, 921600, 704, 1280",
        "960, 960, 518400, 704, 704",
        "448, 1120, 518400, 448, 1152",
        "720, 720, 921600, 960, 960",
        "1, 5000, 518400, 32, 50912",
        "256, 256, 65536, 256, 256",
    })
    void snapsToTheAreaThatTheModelWasTrainedFor(
            int height, int width, long area, int snappedHeight, int snappedWidth) {
        assertThat(new FrameSize(height, width).snapped(area)).isEqualTo(new FrameSize(snappedHeight, snappedWidth));
    }
}
