package dev.ovi.runtime.media;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a legend shows them. */
final class Numbers {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Numbers() {}

    /** Three significant digits, without trailing zeros; with an exponent where it is shorter. */
    static String shortest(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros();
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-4 && magnitude < 1e6) {
            return rounded.toPlainString();
        }
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
