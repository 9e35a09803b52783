package dev.ovi.runtime.drawing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as legends and axes show them. */
final class NumberLabels {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Digits behind the first that ticks of one axis need. */
    private static final int TICK_DIGITS = 4;
    /** Numbers with fewer or more digits before the point, zeros behind it counted down, are written with an exponent. */
    private static final int LEAST_PLAIN = -3;

    private static final int MOST_PLAIN = 6;

    private NumberLabels() {}

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

    /**
     * A number beside an axis: as many digits as it needs.
     *
     * @param value the number, which is multiplied by a power of ten
     * @param exponent of that power
     */
    static String tick(double value, int exponent) {
        BigDecimal exact = new BigDecimal(value).scaleByPowerOfTen(exponent);
        BigDecimal rounded =
                exact.setScale(TICK_DIGITS - exponent, RoundingMode.HALF_EVEN).stripTrailingZeros();
        if (rounded.signum() == 0) {
            return "0";
        }
        int magnitude = rounded.precision() - rounded.scale();
        String text = magnitude >= LEAST_PLAIN && magnitude <= MOST_PLAIN
                ? rounded.toPlainString()
                : rounded.scaleByPowerOfTen(1 - magnitude).stripTrailingZeros().toPlainString() + "e" + (magnitude - 1);
        return text.replace('-', '−');
    }
}
