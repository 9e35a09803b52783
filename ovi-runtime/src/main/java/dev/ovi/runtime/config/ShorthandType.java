package dev.ovi.runtime.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A section that may be written in short, as one text.
 *
 * @param form how the short form is written
 * @param expand from the text to the section that it stands for; empty if it is not of that form
 * @param section the long form, which is also the one that is written
 * @param <T> the type of the values
 */
record ShorthandType<T>(
        String form, Function<RawValue.Scalar, Optional<RawValue.Mapping>> expand, ObjectType<T> section)
        implements ValueType<T> {
    @Override
    public String allowed() {
        return form + ", or " + section.allowed();
    }

    @Override
    public @Nullable T read(RawValue raw, Reading reading) {
        RawValue whole =
                raw instanceof RawValue.Scalar scalar ? expand.apply(scalar).orElse(null) : raw;
        if (whole instanceof RawValue.Mapping mapping) {
            return section.read(mapping, reading);
        }
        reading.refuse(raw, allowed());
        return null;
    }

    @Override
    public List<Setting<?>> fields() {
        return section.fields();
    }

    @Override
    public Object write(T value) {
        return section.write(value);
    }
}
