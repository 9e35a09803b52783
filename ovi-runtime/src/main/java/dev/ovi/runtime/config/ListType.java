package dev.ovi.runtime.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of values of one type. Where a single value would do, the brackets may be left out.
 *
 * @param <T> the type of the items
 */
record ListType<T>(ValueType<T> item, int fewest, int most, String allowed) implements ValueType<List<T>> {

    static <T> ListType<T> of(ValueType<T> item) {
        return new ListType<>(item, 0, Integer.MAX_VALUE, "a list, each " + item.allowed());
    }

    static <T> ListType<T> nonEmpty(ValueType<T> item) {
        return new ListType<>(item, 1, Integer.MAX_VALUE, "a list of at least one, each " + item.allowed());
    }

    static <T> ListType<T> exactly(int size, ValueType<T> item, String allowed) {
        return new ListType<>(item, size, size, allowed);
    }

    @Override
    public @Nullable List<T> read(RawValue raw, Reading reading) {
        List<RawValue> items = switch (raw) {
            case RawValue.Sequence sequence -> sequence.items();
            case RawValue.Scalar scalar when fewest < 2 -> List.of(scalar);
            case RawValue.Mapping mapping when fewest < 2 && !item.fields().isEmpty() -> List.of(mapping);
            default -> List.of();
        };
        boolean wrongType = items.isEmpty() && !(raw instanceof RawValue.Sequence);
        if (wrongType || items.size() < fewest || items.size() > most) {
            reading.refuse(raw, allowed);
            return null;
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            T value = item.read(items.get(i), reading.inside("[" + i + "]"));
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == items.size() ? List.copyOf(values) : null;
    }

    @Override
    public List<Setting<?>> fields() {
        return item.fields();
    }

    @Override
    public Object write(List<T> value) {
        return value.stream().map(item::write).toList();
    }
}
