package dev.ovi.runtime.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a setting's values are read, checked and written.
 *
 * @param <T> the type of the values
 */
interface ValueType<T> {

    /** What is allowed, to be read after "allowed is": {@code a whole number from 1 to 1000}. */
    String allowed();

    /** The value, or null after the reason was reported. */
    @Nullable
    T read(RawValue raw, Reading reading);

    /** The value as YAML and JSON have it: text, number, boolean, list or map. Reading it again gives the value. */
    Object write(T value);

    /** The keys of a value that is itself a section. */
    default List<Setting<?>> fields() {
        return List.of();
    }

    /** What a layer's value becomes when a later layer lays its own over it. */
    default T overlay(T lower, T upper) {
        return upper;
    }

    /**
     * What a type needs beside the value itself.
     *
     * @param key the full key, for messages
     * @param directory what relative paths are relative to, or null for the working directory
     * @param problems where mistakes go
     */
    record Reading(String key, @Nullable Path directory, Problems problems) {

        /** The same for a value inside the current one. */
        Reading inside(String name) {
            return new Reading(key + name, directory, problems);
        }

        /** Reports what was found and what is allowed. */
        void refuse(RawValue found, String allowed) {
            report(found, "found " + found.describe() + ", allowed is " + allowed);
        }

        /** Reports anything else. */
        void report(RawValue found, String message) {
            problems.report(found.origin(), key + ": " + message);
        }
    }
}
