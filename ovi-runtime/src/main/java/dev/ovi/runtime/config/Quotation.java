package dev.ovi.runtime.config;

/** What a user wrote, short enough to be quoted in a message. */
final class Quotation {
    private static final int LONGEST = 60;

    private Quotation() {}

    /** The text on one line and without invisible characters, cut after 60 characters. */
    static String shorten(String text) {
        String line = visible(text);
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /** The text on one line and without invisible characters. */
    static String visible(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\x{80}-\\x{9F}]+", " ");
    }
}
