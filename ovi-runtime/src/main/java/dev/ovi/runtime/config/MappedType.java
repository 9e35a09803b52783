package dev.ovi.runtime.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values are made of another type's.
 *
 * @param <S> the type that is written
 * @param <T> the type of the values
 */
record MappedType<S, T>(ValueType<S> written, Function<S, T> make, Function<T, S> unmake) implements ValueType<T> {
    @Override
    public String allowed() {
        return written.allowed();
    }

    @Override
    public @Nullable T read(RawValue raw, Reading reading) {
        S value = written.read(raw, reading);
        if (value == null) {
            return null;
        }
        try {
            return make.apply(value);
        } catch (IllegalArgumentException e) {
            reading.report(raw, "found " + raw.describe() + ": " + e.getMessage());
            return null;
        }
    }

    @Override
    public Object write(T value) {
        return written.write(unmake.apply(value));
    }
}
