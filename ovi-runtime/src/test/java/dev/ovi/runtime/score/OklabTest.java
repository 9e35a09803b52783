package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OklabTest {

    /** The values that the CSS Color specification's implementations agree on, to their five decimals. */
    @ParameterizedTest
    @CsvSource({
        "FFFFFF, 1, 0, 0",
        "000000, 0, 0, 0",
        "FF0000, 0.62796, 0.22486, 0.12585",
        "00FF00, 0.86644, -0.23389, 0.17950",
        "0000FF, 0.45201, -0.03246, -0.31153"
    })
    void coloursHaveTheirPublishedCoordinates(String rgb, double lightness, double a, double b) {
        Oklab color = Oklab.of(Integer.parseInt(rgb, 16));

        assertThat(color.lightness()).isCloseTo(lightness, within(1e-5));
        assertThat(color.a()).isCloseTo(a, within(1e-5));
        assertThat(color.b()).isCloseTo(b, within(1e-5));
    }
}
