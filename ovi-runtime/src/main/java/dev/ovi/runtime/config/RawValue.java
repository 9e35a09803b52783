package dev.ovi.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as it was written, before anyone has asked what type it should have. */
public sealed interface RawValue {

    /** Where it was written. */
    Origin origin();

    /** What was found, for a message: {@code 0}, {@code the text "50"}, {@code a list of 3}. */
    String describe();

    /** Whether it is YAML's null, which takes a setting back to its default. */
    default boolean isNull() {
        return false;
    }

    /**
     * A single value.
     *
     * @param text its characters, without quotation marks
     * @param quoted whether it was quoted or a block, so that it is text and nothing else
     * @param origin where it was written
     */
    record Scalar(String text, boolean quoted, Origin origin) implements RawValue {
        @Override
        public String describe() {
            if (isNull()) {
                return "nothing";
            }
            boolean otherThanText = text.matches("[-+.0-9]\\S*|true|false");
            if (otherThanText && !quoted) {
                return Quotation.shorten(text);
            }
            return (otherThanText ? "the text \"" : "\"") + Quotation.shorten(text) + "\"";
        }

        @Override
        public boolean isNull() {
            return !quoted
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /**
     * A list.
     *
     * @param items in order
     * @param origin where it begins
     */
    record Sequence(List<RawValue> items, Origin origin) implements RawValue {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return items.isEmpty() ? "an empty list" : "a list of " + items.size();
        }
    }

    /**
     * A section.
     *
     * @param entries in the order in which they were written
     * @param origin where it begins
     */
    record Mapping(Map<String, Entry> entries, Origin origin) implements RawValue {
        /** Copies the entries, keeping their order. */
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String describe() {
            return entries.isEmpty()
                    ? "an empty section"
                    : "a section with " + Quotation.shorten(String.join(", ", entries.keySet()));
        }

        /** This section with the other's entries laid over it, section by section. */
        Mapping overlaidBy(Mapping upper) {
            Map<String, Entry> merged = new LinkedHashMap<>(entries);
            upper.entries().forEach((key, above) -> {
                Entry below = merged.get(key);
                if (below != null && below.value() instanceof Mapping lower && above.value() instanceof Mapping inner) {
                    merged.put(key, new Entry(above.keyOrigin(), lower.overlaidBy(inner)));
                } else {
                    merged.put(key, above);
                }
            });
            return new Mapping(merged, upper.origin());
        }
    }

    /**
     * A value under a key.
     *
     * @param keyOrigin where the key was written
     * @param value what follows it
     */
    record Entry(Origin keyOrigin, RawValue value) {}
}
