package dev.ovi.runtime.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes plain values on one line: flow style, and text in JSON's quotation marks unless it is plainly a word.
 *
 * <p>The YAML library's own writer breaks lines at some of Unicode's line separators and strips others.
 */
final class FlowYaml {
    private static final Pattern PLAIN = Pattern.compile("(?:[A-Za-z/]|\\.{1,2}/)[A-Za-z0-9_./ +-]*(?<! )");
    private static final Pattern MEANS_SOMETHING_ELSE =
            Pattern.compile("null|true|false|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

    private FlowYaml() {}

    /** A text, number, boolean, list or map, as YAML reads it back. */
    static String write(Object value) {
        return switch (value) {
            case List<?> items -> items.stream().map(FlowYaml::write).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> entries ->
                entries.entrySet().stream()
                        .map(entry -> write(entry.getKey()) + ": " + write(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String text -> text(text);
            default -> value.toString();
        };
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !MEANS_SOMETHING_ELSE.matcher(text).matches()) {
            return text;
        }
        return text.codePoints().mapToObj(FlowYaml::escape).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> isVisible(codePoint) ? Character.toString(codePoint) : "\\u%04X".formatted(codePoint);
        };
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> codePoint > 0xFFFF;
            default -> true;
        };
    }
}
