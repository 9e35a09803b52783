package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.tensorfile.CheckedSizes;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.StrictJson;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * The header of a safetensors file, checked against every rule of the format: each entry has a dtype, a shape and
 * offsets that agree, names are unique, and the tensors cover the data exactly, without holes and overlaps.
 *
 * @param metadata free text by name, from {@code __metadata__}
 * @param entries the tensors by name, in the order of their data
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
record SafetensorsHeader(Map<String, String> metadata, SequencedMap<String, Entry> entries) {
    static final String METADATA = "__metadata__";
    private static final String DAMAGED = "; the file is damaged or was not written as safetensors";

    /** One tensor; the offsets count from the first byte after the header. */
    record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

    /**
     * Reads a header.
     *
     * @param file the file to name in messages
     * @param json the header's text
     * @param dataBytes the number of bytes after the header
     * @throws CheckpointException if any rule is broken
     */
    static SafetensorsHeader parse(Path file, MemorySegment json, long dataBytes) {
        try (JsonParser parser = StrictJson.parser(json)) {
            SafetensorsHeader header = new Reader(file, parser).header();
            header.checkCoverage(file, dataBytes);
            return header;
        } catch (JacksonException e) {
            throw StrictJson.failure(file, "the header", e);
        }
    }

    private void checkCoverage(Path file, long dataBytes) {
        long covered = 0;
        String previous = "the header";
        for (Entry entry : entries.values()) {
            if (entry.begin != covered) {
                throw new CheckpointException(
                        file,
                        Describe.tensor(entry.name) + " starts at byte " + entry.begin + " of the data, expected "
                                + covered + ", where " + previous + " ends: "
                                + (entry.begin > covered ? "there is a hole between them" : "they overlap") + DAMAGED);
            }
            covered = entry.end;
            previous = Describe.tensor(entry.name);
        }
        if (covered > dataBytes) {
            throw new CheckpointException(
                    file,
                    "is truncated: the tensors take " + covered + " bytes, the file holds " + dataBytes
                            + "; fetch or write it again");
        }
        if (covered < dataBytes) {
            throw new CheckpointException(
                    file, "has " + (dataBytes - covered) + " bytes after the last tensor, expected none" + DAMAGED);
        }
    }

    /** Walks through the header's tokens. */
    private static final class Reader {
        private final Path file;
        private final JsonParser parser;

        Reader(Path file, JsonParser parser) {
            this.file = file;
            this.parser = parser;
        }

        SafetensorsHeader header() {
            expect("the header", JsonToken.START_OBJECT, parser.nextToken());
            @Nullable Map<String, String> metadata = null;
            Map<String, Entry> byName = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(METADATA)) {
                    if (metadata != null) {
                        throw damaged("the header has " + METADATA + " twice");
                    }
                    metadata = metadata();
                } else if (byName.put(name, entry(name)) != null) {
                    throw damaged("the header has " + Describe.tensor(name) + " twice");
                }
            }
            if (parser.nextToken() != null) {
                throw damaged("the header goes on after its last brace");
            }
            List<Entry> ordered = new ArrayList<>(byName.values());
            ordered.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
            SequencedMap<String, Entry> entries = new LinkedHashMap<>();
            ordered.forEach(entry -> entries.put(entry.name, entry));
            return new SafetensorsHeader(
                    metadata == null ? Map.of() : Collections.unmodifiableMap(metadata),
                    Collections.unmodifiableSequencedMap(entries));
        }

        private Map<String, String> metadata() {
            expect(METADATA, JsonToken.START_OBJECT, parser.currentToken());
            Map<String, String> metadata = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String what = METADATA + " entry " + Describe.name(key);
                expect(what, JsonToken.VALUE_STRING, parser.nextToken());
                if (metadata.put(key, parser.getString()) != null) {
                    throw damaged(what + " is there twice");
                }
            }
            return metadata;
        }

        private Entry entry(String name) {
            String what = Describe.tensor(name);
            expect(what, JsonToken.START_OBJECT, parser.currentToken());
            @Nullable DType dtype = null;
            long @Nullable [] shape = null;
            long @Nullable [] offsets = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                boolean twice = switch (field) {
                    case "dtype" -> dtype != null;
                    case "shape" -> shape != null;
                    case "data_offsets" -> offsets != null;
                    default ->
                        throw damaged(what + " has a field " + Describe.name(field)
                                + ", expected dtype, shape and data_offsets");
                };
                if (twice) {
                    throw damaged(what + " has the field " + field + " twice");
                }
                switch (field) {
                    case "dtype" -> dtype = dtype(what);
                    case "shape" -> shape = numbers(what + "'s shape", CheckedSizes.MAX_RANK);
                    default -> offsets = numbers(what + "'s data_offsets", 2);
                }
            }
            if (dtype == null || shape == null || offsets == null) {
                throw damaged(what + " has no " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
            }
            return checked(what, name, dtype, shape, offsets);
        }

        private Entry checked(String what, String name, DType dtype, long[] shape, long[] offsets) {
            if (offsets.length != 2 || offsets[0] > offsets[1]) {
                throw damaged(what + " has data_offsets " + Arrays.toString(offsets) + ", expected [begin, end]");
            }
            long needed;
            try {
                needed = CheckedSizes.bytes(dtype, shape);
            } catch (ArithmeticException e) {
                throw damaged(
                        what + " has the shape " + Arrays.toString(shape) + ", which is more than can be counted");
            }
            if (offsets[1] - offsets[0] != needed) {
                throw damaged(what + " is " + Arrays.toString(shape) + " " + Describe.dtype(dtype) + ", which takes "
                        + needed + " bytes, but its data_offsets " + Arrays.toString(offsets) + " span "
                        + (offsets[1] - offsets[0]));
            }
            return new Entry(name, dtype, shape, offsets[0], offsets[1]);
        }

        private DType dtype(String what) {
            expect(what + "'s dtype", JsonToken.VALUE_STRING, parser.currentToken());
            String name = parser.getString();
            try {
                return DType.ofSafetensorsName(name);
            } catch (IllegalArgumentException e) {
                String known = String.join(
                        ", ",
                        Arrays.stream(DType.values())
                                .map(DType::safetensorsName)
                                .toList());
                throw new CheckpointException(
                        file, what + " has the dtype " + Describe.name(name) + ", expected one of " + known, e);
            }
        }

        private long[] numbers(String what, int most) {
            expect(what, JsonToken.START_ARRAY, parser.currentToken());
            long[] numbers = new long[4];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (count == most) {
                    throw damaged(what + " has more than " + most + " numbers");
                }
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        || parser.getLongValue() < 0) {
                    throw damaged(what + " has " + Describe.name(parser.getString())
                            + ", expected whole numbers from 0 to " + Long.MAX_VALUE);
                }
                numbers = count == numbers.length ? Arrays.copyOf(numbers, 2 * count) : numbers;
                numbers[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private void expect(String what, JsonToken expected, @Nullable JsonToken found) {
            if (found != expected) {
                throw damaged(what + " is " + kind(found) + ", expected " + kind(expected) + " (" + position() + ")");
            }
        }

        private String position() {
            TokenStreamLocation at = parser.currentTokenLocation();
            return "line " + at.getLineNr() + ", column " + at.getColumnNr();
        }

        private CheckpointException damaged(String problem) {
            return new CheckpointException(file, problem + DAMAGED);
        }
    }

    private static String kind(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "missing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }
}
