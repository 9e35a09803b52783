package dev.ovi.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value that is itself a small section with a table of its own.
 *
 * @param fields its keys
 * @param make from the fields to the value; an {@link IllegalArgumentException} is reported to the user
 * @param unmake from the value to those fields that it has
 * @param <T> the type of the values
 */
record ObjectType<T>(List<Setting<?>> fields, Function<Values, T> make, BiConsumer<T, Values.Builder> unmake)
        implements ValueType<T> {
    @Override
    public String allowed() {
        return fields.stream().map(Setting::path).collect(Collectors.joining(", ", "a section with ", ""));
    }

    @Override
    public @Nullable T read(RawValue raw, Reading reading) {
        if (!(raw instanceof RawValue.Mapping section)) {
            reading.refuse(raw, allowed());
            return null;
        }
        Problems inner = new Problems();
        Values values =
                SectionReader.read(section, fields, new Reading(reading.key() + ".", reading.directory(), inner));
        if (!inner.isEmpty()) {
            inner.moveTo(reading.problems());
            return null;
        }
        try {
            return make.apply(values);
        } catch (IllegalArgumentException e) {
            reading.report(raw, String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public Object write(T value) {
        Values.Builder builder = new Values.Builder();
        unmake.accept(value, builder);
        Values values = builder.build();
        Map<String, Object> written = new LinkedHashMap<>();
        fields.stream().filter(values::mentions).forEach(field -> written.put(field.path(), write(field, values)));
        return written;
    }

    private static <V> Object write(Setting<V> field, Values values) {
        return field.type().write(values.get(field));
    }
}
