package dev.ovi.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of settings with their origins: one layer's, or the effective ones. Immutable. */
final class Values {
    static final Values NONE = new Values(Map.of());

    private final Map<Setting<?>, Bound<?>> bound;

    /**
     * A value and where it comes from.
     *
     * @param value null where the origin takes the setting back to its default
     */
    record Bound<T>(@Nullable T value, Origin origin) {}

    private Values(Map<Setting<?>, Bound<?>> bound) {
        this.bound = bound;
    }

    /** Collects values; each setting once. */
    static final class Builder {
        private final Map<Setting<?>, Bound<?>> bound = new LinkedHashMap<>();

        /** Returns what the setting already had, and then changes nothing. */
        <T> Optional<Origin> put(Setting<T> setting, @Nullable T value, Origin origin) {
            return Optional.ofNullable(bound.putIfAbsent(setting, new Bound<>(value, origin)))
                    .map(Bound::origin);
        }

        /** The same without an origin, for values that are being written and not read. */
        <T> Builder with(Setting<T> setting, T value) {
            put(setting, value, new Origin.BuiltIn());
            return this;
        }

        Values build() {
            return new Values(new LinkedHashMap<>(bound));
        }
    }

    /** These values with a later layer's laid over them; what that layer takes back stays marked as taken back. */
    Values overlaidBy(Values upper) {
        Map<Setting<?>, Bound<?>> merged = new LinkedHashMap<>(bound);
        upper.bound.forEach((setting, value) -> merged.put(setting, overlay(setting, merged.get(setting), value)));
        return new Values(merged);
    }

    /** These values where they give one, and the defaults everywhere else. */
    Values withDefaults(Values defaults) {
        Map<Setting<?>, Bound<?>> merged = new LinkedHashMap<>(defaults.bound);
        bound.forEach((setting, value) -> {
            if (value.value() != null) {
                merged.put(setting, overlay(setting, merged.get(setting), value));
            }
        });
        return new Values(merged);
    }

    @SuppressWarnings("unchecked") // a setting is only ever bound to values of its own type
    private static <T> Bound<T> overlay(Setting<T> setting, @Nullable Bound<?> lower, Bound<?> upper) {
        T above = (T) upper.value();
        if (lower == null || lower.value() == null || above == null) {
            return (Bound<T>) upper;
        }
        return new Bound<>(setting.type().overlay((T) lower.value(), above), upper.origin());
    }

    /** The value, or the setting's own default. */
    <T> Optional<T> find(Setting<T> setting) {
        return findOwn(setting).or(setting::defaultValue);
    }

    /** The value that these values give. */
    @SuppressWarnings("unchecked") // a setting is only ever bound to values of its own type
    <T> Optional<T> findOwn(Setting<T> setting) {
        Bound<?> found = bound.get(setting);
        return found == null ? Optional.empty() : Optional.ofNullable((T) found.value());
    }

    /** The value, or the default, of a setting that always has one. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new NoSuchElementException(setting + " has neither value nor default"));
    }

    /** Where the value comes from. */
    Origin origin(Setting<?> setting) {
        Bound<?> found = bound.get(setting);
        return found == null ? new Origin.BuiltIn() : found.origin();
    }

    /** Whether a layer says anything about the setting. */
    boolean mentions(Setting<?> setting) {
        return bound.containsKey(setting);
    }
}
