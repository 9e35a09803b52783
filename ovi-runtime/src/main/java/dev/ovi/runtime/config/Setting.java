package dev.ovi.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One row of the {@link Schema}: a key with its type, range, default, meaning and availability.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> implements Key {
    private final String path;
    private final ValueType<T> type;
    private final @Nullable T defaultValue;
    private final String description;
    private final Map<String, String> mistakes;
    private final @Nullable Limit<T> limit;

    /** What is built so far of all that the type allows. */
    private record Limit<T>(String soFar, Predicate<T> available) {}

    private Setting(
            String path,
            ValueType<T> type,
            @Nullable T defaultValue,
            String description,
            Map<String, String> mistakes,
            @Nullable Limit<T> limit) {
        this.path = path;
        this.type = type;
        this.defaultValue = defaultValue;
        this.description = description;
        this.mistakes = mistakes;
        this.limit = limit;
    }

    /** A setting that always has a value. */
    static <T> Setting<T> of(String path, ValueType<T> type, T defaultValue, String description) {
        return new Setting<>(path, type, defaultValue, description, Map.of(), null);
    }

    /** A setting that has no value unless someone gives one. */
    static <T> Setting<T> optional(String path, ValueType<T> type, String description) {
        return new Setting<>(path, type, null, description, Map.of(), null);
    }

    /** This setting, of which only some values are built. */
    Setting<T> soFarOnly(String soFar, Predicate<T> available) {
        return new Setting<>(path, type, defaultValue, description, mistakes, new Limit<>(soFar, available));
    }

    /** This setting, which people are known to write in another way. */
    Setting<T> mistakenFor(String wrongKey, String note) {
        Map<String, String> more = new LinkedHashMap<>(mistakes);
        more.put(wrongKey, note);
        return new Setting<>(path, type, defaultValue, description, more, limit);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String allowed() {
        return type.allowed();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Map<String, String> mistakes() {
        return mistakes;
    }

    /** The value where nobody says anything. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The values that are built so far, where that is less than what is allowed. */
    public Optional<String> soFar() {
        return Optional.ofNullable(limit).map(Limit::soFar);
    }

    /** Whether a run can honour the value. */
    boolean isAvailable(T value) {
        return limit == null || limit.available().test(value);
    }

    ValueType<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return path;
    }
}
