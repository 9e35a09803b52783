package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.base.Nearest;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.MappedFile;
import dev.ovi.runtime.tensorfile.StrictJson;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object in a small JSON file, asked for its fields one by one. A field that is not there has the value the asker
 * gives; one of the wrong kind is an error that names file, field, what was found and what was expected.
 */
final class JsonObject {
    private static final long LARGEST_FILE = 1 << 22;
    private static final int LONGEST_SHOWN_LIST = 8;
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    /** What follows the object is refused here, so that the two refusals can be told apart. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final String path;
    private final ObjectNode fields;
    private final Set<String> asked = new HashSet<>();

    private JsonObject(Path file, String path, ObjectNode fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    /** The object in a file; without fields if there is no such file. */
    static JsonObject readIfPresent(Path file) {
        if (!Files.exists(file)) {
            return new JsonObject(file, "", JSON.createObjectNode());
        }
        MemorySegment text = MappedFile.map(file);
        if (text.byteSize() > LARGEST_FILE) {
            throw new CheckpointException(file, "has " + text.byteSize() + " bytes, expected a small JSON file");
        }
        try (JsonParser parser = StrictJson.parser(text)) {
            if (!(tree(file, parser) instanceof ObjectNode fields)) {
                throw new CheckpointException(file, "is not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw new CheckpointException(file, "goes on after its last brace");
            }
            return new JsonObject(file, "", fields);
        } catch (JacksonException e) {
            throw StrictJson.failure(file, "the text", e);
        }
    }

    private static JsonNode tree(Path file, JsonParser parser) {
        try {
            return JSON.readTree(parser);
        } catch (MismatchedInputException e) {
            // A tree takes all JSON there is; what it can refuse is a field that was there before.
            throw new CheckpointException(file, "has the field " + Describe.name(parser.currentName()) + " twice", e);
        }
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** An object inside this one; without fields if there is none. */
    JsonObject object(String name) {
        return new JsonObject(
                file,
                path + name + ".",
                get(name, JSON.createObjectNode(), "an object", JsonNode::isObject, JsonNode::asObject));
    }

    /** A whole number from 1 to 2³¹−1. */
    int size(String name, int otherwise) {
        return get(name, otherwise, "a whole number from 1 on", JsonObject::isSize, JsonNode::asInt);
    }

    /** A whole number from 0 to 2³¹−1. */
    int index(String name, int otherwise) {
        return get(name, otherwise, "a whole number from 0 on", value -> isWhole(value, 0), JsonNode::asInt);
    }

    double number(String name, double otherwise) {
        return get(name, otherwise, "a number", JsonNode::isNumber, JsonObject::number);
    }

    boolean flag(String name, boolean otherwise) {
        return get(name, otherwise, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    String text(String name, String otherwise) {
        return get(name, otherwise, "a string", JsonNode::isString, JsonNode::stringValue);
    }

    List<Integer> sizes(String name, List<Integer> otherwise) {
        return list(name, otherwise, "a list of whole numbers from 1 on", JsonObject::isSize, JsonNode::asInt);
    }

    List<List<Integer>> listsOfSizes(String name, List<List<Integer>> otherwise) {
        return list(
                name,
                otherwise,
                "a list of lists of whole numbers from 1 on",
                inner -> isListOf(inner, JsonObject::isSize),
                inner -> items(inner, JsonNode::asInt));
    }

    List<Double> numbers(String name, List<Double> otherwise) {
        return list(name, otherwise, "a list of numbers", JsonNode::isNumber, JsonObject::number);
    }

    List<Boolean> flags(String name, List<Boolean> otherwise) {
        return list(name, otherwise, "a list of true and false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    /** A field whose value cannot be chosen: it may be missing, or be this. */
    void requireIfPresent(String name, Object only) {
        JsonNode allowed = JSON.valueToTree(only);
        get(name, allowed, text(allowed), value -> isSame(value, allowed), value -> value);
    }

    private <T> List<T> list(
            String name, List<T> otherwise, String expected, Predicate<JsonNode> item, Function<JsonNode, T> convert) {
        return get(name, otherwise, expected, value -> isListOf(value, item), value -> items(value, convert));
    }

    private <T> T get(
            String name, T otherwise, String expected, Predicate<JsonNode> accepts, Function<JsonNode, T> convert) {
        asked.add(name);
        JsonNode value = fields.get(name);
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
        JsonNode found = fields.get(name);
        return new CheckpointException(
                file,
                "field " + Describe.name(path + name) + " is " + (found == null ? "missing" : text(found))
                        + ", expected " + expected);
    }

    /** Two files may both give a field, if they agree. */
    void requireAgreement(JsonObject other) {
        fields.forEachEntry((name, value) -> {
            JsonNode theirs = other.fields.get(name);
            if (theirs != null && !isSame(theirs, value)) {
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
        List<String> missing = asked.stream().filter(name -> !fields.has(name)).toList();
        for (String name : fields.propertyNames()) {
            Optional<String> meant = asked.contains(name) ? Optional.empty() : Nearest.slip(name, missing);
            if (meant.isPresent()) {
                throw new CheckpointException(
                        file,
                        "field " + Describe.name(path + name) + " is unknown; did you mean "
                                + Describe.name(path + meant.get()) + "?");
            }
        }
    }

    private static boolean isSize(JsonNode value) {
        return isWhole(value, 1);
    }

    private static boolean isWhole(JsonNode value, int least) {
        return value.isNumber()
                && number(value) >= least
                && number(value) <= Integer.MAX_VALUE
                && number(value) == Math.rint(number(value));
    }

    private static boolean isListOf(JsonNode value, Predicate<JsonNode> item) {
        return value.isArray() && value.values().stream().allMatch(item);
    }

    private static <T> List<T> items(JsonNode list, Function<JsonNode, T> convert) {
        return list.values().stream().map(convert).toList();
    }

    /** JSON knows one kind of number, however it is written; infinite where it is too large. */
    private static double number(JsonNode value) {
        return value.numberValue().doubleValue();
    }

    /** Whether two values are the same; 1 and 1.0 are. */
    private static boolean isSame(JsonNode value, JsonNode other) {
        return value.equals(
                (a, b) -> a.isNumber() && b.isNumber() ? Double.compare(number(a), number(b)) : a.equals(b) ? 0 : 1,
                other);
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return value.size() > LONGEST_SHOWN_LIST
                    ? "a list of " + value.size()
                    : value.values().stream().map(JsonObject::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isString()) {
            return Describe.name(value.stringValue());
        }
        boolean whole = value.isNumber()
                && number(value) == Math.rint(number(value))
                && Math.abs(number(value)) < EXACT_IN_DOUBLE;
        return whole ? Long.toString((long) number(value)) : value.toString();
    }
}
