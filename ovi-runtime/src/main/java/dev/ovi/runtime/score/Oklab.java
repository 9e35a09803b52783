package dev.ovi.runtime.score;

/**
 * A colour as people see it: Björn Ottosson's <a href="https://bottosson.github.io/posts/oklab/">Oklab</a>.
 *
 * @param lightness from 0, black, to 1, white
 * @param a from green, below 0, to red
 * @param b from blue, below 0, to yellow
 */
record Oklab(double lightness, double a, double b) {
    private static final double[] LINEAR = linear();

    /** An sRGB colour, {@code 0xRRGGBB}; higher bits are ignored. */
    static Oklab of(int rgb) {
        double red = LINEAR[rgb >> 16 & 0xFF];
        double green = LINEAR[rgb >> 8 & 0xFF];
        double blue = LINEAR[rgb & 0xFF];
        double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        return new Oklab(
                0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }

    /** How far the colour is from grey: 0 for grey, about 0.3 for the strongest colours of a screen. */
    double chroma() {
        return Math.hypot(a, b);
    }

    private static double[] linear() {
        double[] linear = new double[256];
        for (int i = 0; i < linear.length; i++) {
            double value = i / 255.0;
            linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        return linear;
    }
}
