package dev.ovi.visualizer.timeline;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Rows of values separated by commas, RFC 4180, numbers with all their digits. */
final class Csv {
    private final StringBuilder text = new StringBuilder();

    Csv(String... columns) {
        row((Object[]) columns);
    }

    void row(Object... values) {
        text.append(Arrays.stream(values).map(Csv::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(Object value) {
        String plain = value.toString();
        return plain.matches("(?s).*[\",\r\n].*") ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
