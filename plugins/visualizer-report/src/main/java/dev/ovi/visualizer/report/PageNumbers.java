package dev.ovi.visualizer.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them. */
final class PageNumbers {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final double SMALLEST_PERCENT = 0.0001;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private PageNumbers() {}

    /** A share from 0 to 1 with three significant digits: {@code 1.24 %}. */
    static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0) {
            return "0 %";
        }
        return percent < SMALLEST_PERCENT
                ? "< 0.0001 %"
                : new BigDecimal(percent)
                                .round(THREE_DIGITS)
                                .stripTrailingZeros()
                                .toPlainString() + " %";
    }

    /** A number with three digits behind the point, fewer where they are 0: {@code 23.976}. */
    static String plain(double number) {
        return BigDecimal.valueOf(number)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A size: {@code 3.2 MiB}. */
    static String bytes(double bytes) {
        int unit = 0;
        double size = bytes;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f " : "%.1f ", size) + UNITS[unit];
    }

    /** A count: {@code 15,376}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
