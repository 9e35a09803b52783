package dev.ovi.runtime.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values are single words or numbers.
 *
 * @param <T> the type of the values
 */
final class ScalarType<T> implements ValueType<T> {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9][0-9_]{0,40}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final String allowed;
    private final boolean quotesAllowed;
    private final Parser<T> parser;
    private final Function<T, Object> writer;

    /** Turns text into a value; null means that it is not allowed. */
    @FunctionalInterface
    private interface Parser<T> {
        @Nullable
        T parse(String text, @Nullable Path directory);
    }

    private ScalarType(String allowed, boolean quotesAllowed, Parser<T> parser, Function<T, Object> writer) {
        this.allowed = allowed;
        this.quotesAllowed = quotesAllowed;
        this.parser = parser;
        this.writer = writer;
    }

    /** YAML 1.1's booleans, which upstream's files may use. */
    static ScalarType<Boolean> flag() {
        return new ScalarType<>(
                "true or false",
                false,
                (text, _) -> switch (text) {
                    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> true;
                    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" -> false;
                    default -> null;
                },
                value -> value);
    }

    static ScalarType<Integer> integer(int min, int max) {
        return new ScalarType<>(
                "a whole number from " + min + " to " + max,
                false,
                (text, _) -> {
                    Long value = wholeNumber(text, min, max);
                    return value == null ? null : Math.toIntExact(value);
                },
                value -> value);
    }

    static ScalarType<Long> wide(long min, long max) {
        return new ScalarType<>(
                "a whole number from " + min + " to " + max,
                false,
                (text, _) -> wholeNumber(text, min, max),
                value -> value);
    }

    static ScalarType<Double> number(double min, double max) {
        return new ScalarType<>(
                "a number from " + plain(min) + " to " + plain(max),
                false,
                (text, _) -> {
                    if (!NUMBER.matcher(text).matches()) {
                        return null;
                    }
                    double value = Double.parseDouble(text);
                    return value >= min && value <= max ? value : null;
                },
                value -> value);
    }

    /** Any text; numbers and booleans without quotation marks are text as well. */
    static ScalarType<String> text() {
        return new ScalarType<>("text", true, (text, _) -> text, value -> value);
    }

    /** A prompt, or the path of a {@link PromptTable}, with all that is said of {@link #path()}. */
    static ScalarType<String> prompt() {
        return new ScalarType<>(
                "text, or the path of a CSV or TSV file",
                true,
                (text, directory) -> PromptTable.namedBy(text).isEmpty()
                        ? text
                        : Objects.toString(parsePath(text.strip(), directory), null),
                text -> PromptTable.namedBy(text).isEmpty() ? text : writePath(Path.of(text)));
    }

    /** Text of a form. */
    static ScalarType<String> matching(String regex, String allowed) {
        Pattern pattern = Pattern.compile(regex);
        return new ScalarType<>(
                allowed, true, (text, _) -> pattern.matcher(text).matches() ? text : null, value -> value);
    }

    /**
     * A file or folder, which need not exist. A leading {@code ~/} is the user's home. It is written absolute, because
     * what is written may be read in another folder.
     */
    static ScalarType<Path> path() {
        return new ScalarType<>(
                "a path, which in a file begins at the file's folder",
                true,
                ScalarType::parsePath,
                ScalarType::writePath);
    }

    /** One of an enum's constants. */
    static <E extends Enum<E>> ScalarType<E> choice(Class<E> type, Function<E, String> name) {
        Map<String, E> choices = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(name, constant -> constant, (a, _) -> a, LinkedHashMap::new));
        return choice(choices, name);
    }

    /** One of several named values. */
    static <T> ScalarType<T> choice(Map<String, T> choices, Function<T, String> name) {
        return new ScalarType<>(
                "one of " + String.join(", ", choices.keySet()), true, (text, _) -> choices.get(text), name::apply);
    }

    /** One of several words. */
    static ScalarType<String> word(List<String> choices) {
        return new ScalarType<>(
                "one of " + String.join(", ", choices),
                true,
                (text, _) -> choices.contains(text) ? text : null,
                value -> value);
    }

    /** Text that has a meaning of its own. */
    static <T> ScalarType<T> form(String allowed, Function<String, Optional<T>> parser, Function<T, Object> writer) {
        return new ScalarType<>(allowed, true, (text, _) -> parser.apply(text).orElse(null), writer);
    }

    /** An amount of memory. */
    static ScalarType<ByteSize> byteSize() {
        return form(ByteSize.ALLOWED, ByteSize::parse, ByteSize::toString);
    }

    /** Indices from 0, written as {@link IndexSet#parse} says. */
    static ScalarType<IndexSet> indices() {
        return form(IndexSet.ALLOWED, IndexSet::parse, IndexSet::toPlain);
    }

    @Override
    public String allowed() {
        return allowed;
    }

    /** Whether any text is a value, so that nobody needs to think of YAML's quotation marks. */
    boolean takesAnyText() {
        return quotesAllowed;
    }

    @Override
    public @Nullable T read(RawValue raw, Reading reading) {
        if (!(raw instanceof RawValue.Scalar scalar)) {
            reading.refuse(raw, allowed);
            return null;
        }
        T value = parser.parse(scalar.text(), reading.directory());
        if (value == null) {
            reading.refuse(raw, allowed);
            return null;
        }
        if (scalar.quoted() && !quotesAllowed) {
            reading.refuse(raw, allowed + " without quotation marks");
            return null;
        }
        return value;
    }

    @Override
    public Object write(T value) {
        return writer.apply(value);
    }

    private static @Nullable Long wholeNumber(String text, long min, long max) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return null;
        }
        BigInteger value = new BigInteger(text.replace("_", ""));
        return value.bitLength() < Long.SIZE && value.longValue() >= min && value.longValue() <= max
                ? value.longValue()
                : null;
    }

    private static @Nullable Path parsePath(String text, @Nullable Path directory) {
        if (text.isBlank()) {
            return null;
        }
        try {
            Path path = text.equals("~") || text.startsWith("~/")
                    ? Path.of(System.getProperty("user.home") + text.substring(1))
                    : Path.of(text);
            return directory == null ? path : directory.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String writePath(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
