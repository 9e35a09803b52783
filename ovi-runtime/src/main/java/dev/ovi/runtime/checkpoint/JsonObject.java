package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.base.Nearest;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.MappedFile;
import dev.ovi.runtime.tensorfile.StrictJson;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An object in a small JSON file, asked for its fields one by one. A field that is not there has the value the asker
 * gives; one of the wrong kind is an error that names file, field, what was found and what was expected.
 */
final class JsonObject {
    private static final long LARGEST_FILE = 1 << 22;

    private final Path file;
    private final String path;
    private final Map<String, Object> fields;
    private final Set<String> asked = new HashSet<>();

    /** What JSON's null becomes, since null means that a field is missing. */
    private enum Null {
        NULL
    }

    private JsonObject(Path file, String path, Map<String, Object> fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    /** The object in a file; without fields if there is no such file. */
    static JsonObject readIfPresent(Path file) {
        if (!Files.exists(file)) {
            return new JsonObject(file, "", Map.of());
        }
        MemorySegment text = MappedFile.map(file);
        if (text.byteSize() > LARGEST_FILE) {
            throw new CheckpointException(file, "has " + text.byteSize() + " bytes, expected a small JSON file");
        }
        try (JsonParser parser = StrictJson.parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CheckpointException(file, "is not a JSON object");
            }
            JsonObject object = new JsonObject(file, "", object(file, parser));
            if (parser.nextToken() != null) {
                throw new CheckpointException(file, "goes on after its last brace");
            }
            return object;
        } catch (JacksonException e) {
            throw StrictJson.failure(file, "the text", e);
        }
    }

    private static Map<String, Object> object(Path file, JsonParser parser) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.put(name, value(file, parser)) != null) {
                throw new CheckpointException(file, "has the field " + Describe.name(name) + " twice");
            }
        }
        return fields;
    }

    private static Object value(Path file, JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(file, parser);
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(file, parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> Null.NULL;
        };
    }

    Path file() {
        return file;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** An object inside this one; without fields if there is none. */
    @SuppressWarnings("unchecked") // An object's keys are strings by construction.
    JsonObject object(String name) {
        Map<String, Object> inner =
                get(name, Map.of(), "an object", value -> value instanceof Map, value -> (Map<String, Object>) value);
        return new JsonObject(file, path + name + ".", inner);
    }

    /** A whole number from 1 to 2³¹−1. */
    int size(String name, int otherwise) {
        return get(name, otherwise, "a whole number from 1 on", JsonObject::isSize, value -> (int) number(value));
    }

    /** A whole number from 0 to 2³¹−1. */
    int index(String name, int otherwise) {
        return get(name, otherwise, "a whole number from 0 on", value -> isSize(value) || value.equals(0.0), value ->
                (int) number(value));
    }

    double number(String name, double otherwise) {
        return get(name, otherwise, "a number", Double.class::isInstance, JsonObject::number);
    }

    boolean flag(String name, boolean otherwise) {
        return get(name, otherwise, "true or false", Boolean.class::isInstance, Boolean.class::cast);
    }

    String text(String name, String otherwise) {
        return get(name, otherwise, "a string", String.class::isInstance, String.class::cast);
    }

    List<Integer> sizes(String name, List<Integer> otherwise) {
        return get(
                name,
                otherwise,
                "a list of whole numbers from 1 on",
                value -> isListOf(value, JsonObject::isSize),
                value -> items(value, item -> (int) number(item)));
    }

    List<List<Integer>> listsOfSizes(String name, List<List<Integer>> otherwise) {
        return get(
                name,
                otherwise,
                "a list of lists of whole numbers from 1 on",
                value -> isListOf(value, inner -> isListOf(inner, JsonObject::isSize)),
                value -> items(value, inner -> items(inner, item -> (int) number(item))));
    }

    List<Double> numbers(String name, List<Double> otherwise) {
        return get(
                name,
                otherwise,
                "a list of numbers",
                value -> isListOf(value, Double.class::isInstance),
                value -> items(value, JsonObject::number));
    }

    List<Boolean> flags(String name, List<Boolean> otherwise) {
        return get(
                name,
                otherwise,
                "a list of true and false",
                value -> isListOf(value, Boolean.class::isInstance),
                value -> items(value, Boolean.class::cast));
    }

    /** A field whose value cannot be chosen: it may be missing, or be this. */
    void requireIfPresent(String name, Object only) {
        get(name, only, text(only), only::equals, value -> value);
    }

    private <T> T get(
            String name, T otherwise, String expected, Predicate<Object> accepts, Function<Object, T> convert) {
        asked.add(name);
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!accepts.test(value)) {
            throw wrong(name, expected);
        }
        return convert.apply(value);
    }

    /** An error about a field: what it is, and what was expected. */
    CheckpointException wrong(String name, String expected) {
        Object found = fields.get(name);
        return new CheckpointException(
                file,
                "field " + Describe.name(path + name) + " is " + (found == null ? "missing" : text(found))
                        + ", expected " + expected);
    }

    /** Two files may both give a field, if they agree. */
    void requireAgreement(JsonObject other) {
        fields.forEach((name, value) -> {
            Object theirs = other.fields.get(name);
            if (theirs != null && !theirs.equals(value)) {
                throw wrong(
                        name,
                        text(theirs) + " as in field " + Describe.name(other.path + name) + " of "
                                + other.file.getFileName() + "; which of the two files is from another model?");
            }
        });
    }

    /**
     * Ends the reading. Fields that nobody asked for may be notes of whoever made the file; but one that differs by a letter
     * or two from a field that is not there is a slip, which would otherwise pass unnoticed.
     */
    void finish() {
        List<String> missing =
                asked.stream().filter(name -> !fields.containsKey(name)).toList();
        for (String name : fields.keySet()) {
            Optional<String> meant = asked.contains(name) ? Optional.empty() : Nearest.slip(name, missing);
            if (meant.isPresent()) {
                throw new CheckpointException(
                        file,
                        "field " + Describe.name(path + name) + " is unknown; did you mean "
                                + Describe.name(path + meant.get()) + "?");
            }
        }
    }

    private static boolean isSize(@Nullable Object value) {
        return value instanceof Double number
                && number >= 1
                && number <= Integer.MAX_VALUE
                && number == Math.rint(number);
    }

    private static boolean isListOf(Object value, Predicate<Object> item) {
        return value instanceof List<?> list && list.stream().allMatch(item);
    }

    private static double number(Object value) {
        return (Double) value;
    }

    private static <T> List<T> items(Object value, Function<Object, T> convert) {
        List<T> items = new ArrayList<>();
        ((List<?>) value).forEach(item -> items.add(convert.apply(item)));
        return List.copyOf(items);
    }

    private static String text(Object value) {
        return switch (value) {
            case String string -> Describe.name(string);
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1L << 53 -> Long.toString(number.longValue());
            case Map<?, ?> object -> "an object";
            case List<?> list when list.size() > 8 -> "a list of " + list.size();
            case List<?> list -> list.stream().map(JsonObject::text).toList().toString();
            case Null none -> "null";
            default -> value.toString();
        };
    }
}
