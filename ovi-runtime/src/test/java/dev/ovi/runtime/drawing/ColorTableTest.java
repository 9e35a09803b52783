package dev.ovi.runtime.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColorTableTest {

    @ParameterizedTest
    @EnumSource(names = {"JET", "VIRIDIS", "INFERNO", "TURBO"})
    void all256EntriesAreOpenCvs(ColorMap map) throws IOException {
        // Printed by OpenCV 5.0.0: applyColorMap over 0…255, BGR turned into RGB.
        String[] published = text("opencv-" + map.id() + ".hex").strip().split("\\s+");
        ColorTable table = ColorTable.of(map);
        assertThat(IntStream.range(0, 256).mapToObj(i -> String.format("%06x", table.entry(i))))
                .containsExactly(published);
    }

    @Test
    void coolwarmFollowsMorelandsMshInterpolation() {
        ColorTable table = ColorTable.of(ColorMap.COOLWARM);
        for (int i = 0; i < 256; i++) {
            int[] expected = moreland(i / 255.0);
            for (int channel = 0; channel < 3; channel++) {
                int value = (table.entry(i) >> (16 - 8 * channel)) & 0xFF;
                // Straight lines between 33 published points cut the corners of the curve, most of all at its steep
                // end.
                assertThat(value).as("entry %d, channel %d", i, channel).isCloseTo(expected[channel], within(5));
            }
        }
    }

    @Test
    void highIsRedAndLowIsBlue() {
        ColorTable table = ColorTable.of(ColorMap.JET);
        Scale scale = new Scale(2, 4);
        assertThat(table.color(4, scale)).isEqualTo(0x800000);
        assertThat(table.color(2, scale)).isEqualTo(0x000080);
        assertThat(table.color(99, scale)).isEqualTo(0x800000);
        assertThat(table.color(3, scale)).isEqualTo(table.entry(128));
    }

    @Test
    void aFlatScaleIsDrawnInOneColour() {
        ColorTable table = ColorTable.of(ColorMap.JET);
        Scale flat = new Scale(0.25, 0.25 + 1e-9);
        assertThat(table.color(0.25, flat))
                .isEqualTo(table.color(0.25 + 1e-9, flat))
                .isEqualTo(0x000080);
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(ColorTableTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** "Diverging Color Maps for Scientific Visualization" (2009), between sRGB (59,76,192) and (180,4,38). */
    private static int[] moreland(double at) {
        double[] cold = msh(59, 76, 192);
        double[] warm = msh(180, 4, 38);
        double middle = Math.max(Math.max(cold[0], warm[0]), 88);
        double[] from = at < 0.5 ? cold : new double[] {middle, 0, spin(warm, middle)};
        double[] to = at < 0.5 ? new double[] {middle, 0, spin(cold, middle)} : warm;
        double part = at < 0.5 ? 2 * at : 2 * at - 1;
        double m = (1 - part) * from[0] + part * to[0];
        double s = (1 - part) * from[1] + part * to[1];
        double h = (1 - part) * from[2] + part * to[2];
        return rgb(m * Math.cos(s), m * Math.sin(s) * Math.cos(h), m * Math.sin(s) * Math.sin(h));
    }

    /** The hue of the unsaturated end that keeps the transition even. */
    private static double spin(double[] msh, double middle) {
        if (msh[0] >= middle) {
            return msh[2];
        }
        double spin = msh[1] * Math.sqrt(middle * middle - msh[0] * msh[0]) / (msh[0] * Math.sin(msh[1]));
        return msh[2] > -Math.PI / 3 ? msh[2] + spin : msh[2] - spin;
    }

    private static double[] msh(int red, int green, int blue) {
        double r = linear(red / 255.0);
        double g = linear(green / 255.0);
        double b = linear(blue / 255.0);
        double x = lab((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        double y = lab(0.2126 * r + 0.7152 * g + 0.0722 * b);
        double z = lab((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0890);
        double l = 116 * y - 16;
        double a = 500 * (x - y);
        double c = 200 * (y - z);
        double m = Math.sqrt(l * l + a * a + c * c);
        return new double[] {m, Math.acos(l / m), Math.atan2(c, a)};
    }

    private static int[] rgb(double l, double a, double b) {
        double fy = (l + 16) / 116;
        double x = 0.9505 * unlab(fy + a / 500);
        double y = unlab(fy);
        double z = 1.0890 * unlab(fy - b / 200);
        return new int[] {
            gamma(3.2406 * x - 1.5372 * y - 0.4986 * z),
            gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
            gamma(0.0557 * x - 0.2040 * y + 1.0570 * z)
        };
    }

    private static double linear(double value) {
        return value > 0.04045 ? Math.pow((value + 0.055) / 1.055, 2.4) : value / 12.92;
    }

    private static int gamma(double value) {
        double encoded = value > 0.0031308 ? 1.055 * Math.pow(value, 1 / 2.4) - 0.055 : 12.92 * value;
        return (int) Math.round(255 * Math.clamp(encoded, 0, 1));
    }

    private static double lab(double value) {
        return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16.0 / 116;
    }

    private static double unlab(double value) {
        return value > 0.206893 ? value * value * value : (value - 16.0 / 116) / 7.787;
    }
}
