package dev.ovi.runtime.config;

/** What a user wrote, short enough to be quoted in a message. */
final class Quotation {
    private static final int LONGEST = 60;

    private Quotation() {}

    /** The text on one line, cut after 60 characters. */
    static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
