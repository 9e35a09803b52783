package dev.ovi.api.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One typed option of a plugin: its name, default, meaning and what it allows.
 *
 * <p>A plugin keeps its options in constants, lists them, and reads their values with {@link OptionValues#get}. The host
 * validates what the user gave before the plugin runs, so that a plugin never sees a value that its option forbids.
 *
 * @param <T> the type of the option's values
 */
public final class Option<T> {
    private final String name;
    private final T defaultValue;
    private final String allowed;
    private final String description;
    private final Function<Object, T> parser;

    private Option(String name, T defaultValue, String allowed, String description, Function<Object, T> parser) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("option name \"" + name + "\" is not lower_case_with_underscores");
        }
        this.name = name;
        this.defaultValue = defaultValue;
        this.allowed = allowed;
        this.description = description;
        this.parser = parser;
    }

    /** A whole number from {@code min} to {@code max}, both allowed. */
    public static Option<Integer> integer(String name, int defaultValue, int min, int max, String description) {
        String allowed = "a whole number from " + min + " to " + max;
        return new Option<>(name, defaultValue, allowed, description, raw -> {
            long value = raw instanceof Number number
                    ? exact(number)
                    : Long.parseLong(raw.toString().strip());
            return (int) inRange(value, min, max);
        });
    }

    /** A number from {@code min} to {@code max}, both allowed. */
    public static Option<Double> number(String name, double defaultValue, double min, double max, String description) {
        String allowed = "a number from " + min + " to " + max;
        return new Option<>(name, defaultValue, allowed, description, raw -> {
            double value = raw instanceof Number number
                    ? number.doubleValue()
                    : Double.parseDouble(raw.toString().strip());
            return inRange(value, min, max);
        });
    }

    /** {@code true} or {@code false}. */
    public static Option<Boolean> flag(String name, boolean defaultValue, String description) {
        return new Option<>(name, defaultValue, "true or false", description, raw -> switch (raw.toString()
                .strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    /** One constant of an enum, written in lower case with hyphens. */
    public static <E extends Enum<E>> Option<E> choice(String name, E defaultValue, String description) {
        E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
        String allowed = "one of " + Arrays.stream(constants).map(Option::spell).collect(Collectors.joining(", "));
        return new Option<>(
                name,
                defaultValue,
                allowed,
                description,
                raw -> Arrays.stream(constants)
                        .filter(constant ->
                                spell(constant).equals(raw.toString().strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no such choice")));
    }

    /** Any text. */
    public static Option<String> text(String name, String defaultValue, String description) {
        return new Option<>(name, defaultValue, "text", description, Object::toString);
    }

    /** The name, {@code lower_case_with_underscores}. */
    public String name() {
        return name;
    }

    /** The value where the user gives none. */
    public T defaultValue() {
        return defaultValue;
    }

    /** What the option allows, to be read after "allowed is". */
    public String allowed() {
        return allowed;
    }

    /** What the option does, as one sentence. */
    public String description() {
        return description;
    }

    /** A value as the user would write it. */
    public String format(T value) {
        return value instanceof Enum<?> constant ? spell(constant) : String.valueOf(value);
    }

    /** The default as the user would write it. */
    public String formatDefault() {
        return format(defaultValue);
    }

    /**
     * Reads a raw value as it comes from YAML or the command line: a number, a boolean or text.
     *
     * @throws InvalidOptionException if this option does not allow it; the message names the option, what was found and
     *     what is allowed
     */
    public T parse(Object raw) {
        Objects.requireNonNull(raw, name);
        try {
            return parser.apply(raw);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidOptionException(
                    "option \"" + name + "\": found \"" + raw + "\", allowed is " + allowed, e);
        }
    }

    @Override
    public String toString() {
        return name + " (" + allowed + ", default " + formatDefault() + ")";
    }

    private static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long exact(Number number) {
        double value = number.doubleValue();
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a whole number");
        }
        return number.longValue();
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static double inRange(double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }
}
