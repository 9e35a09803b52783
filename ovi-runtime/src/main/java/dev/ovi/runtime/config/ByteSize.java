package dev.ovi.runtime.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param bytes at least 0
 */
public record ByteSize(long bytes) {
    static final String ALLOWED = "a size such as 512MiB, 2GiB or 1.5 GB";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*(?:([kmgt])(i?)b?|b)?");
    private static final String UNITS = "kmgt";

    /** @throws IllegalArgumentException if negative */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes");
        }
    }

    /** Reads bytes, or a number with kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024). */
    static Optional<ByteSize> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2);
        BigDecimal base = BigDecimal.valueOf("i".equals(matcher.group(3)) ? 1024 : 1000);
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(unit == null ? BigDecimal.ONE : base.pow(UNITS.indexOf(unit) + 1));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(new ByteSize(bytes.longValue()));
    }

    /** The amount in the largest binary unit that divides it: {@code 2GiB}, {@code 1500B}. */
    @Override
    public String toString() {
        int power = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.length());
        return power == 0
                ? bytes + "B"
                : (bytes >> (10 * power)) + UNITS.substring(power - 1, power).toUpperCase(Locale.ROOT) + "iB";
    }
}
