package dev.ovi.runtime.config;

import java.util.Map;
import java.util.function.Function;

/**
 * A key of the original visualization guide that stands for one of our settings.
 *
 * @param path the key
 * @param type how its values are written
 * @param target the setting that it stands for
 * @param translate from its values to the setting's
 * @param description what it does
 * @param <S> the type of its values
 * @param <T> the type of the setting's values
 */
record Alias<S, T>(String path, ValueType<S> type, Setting<T> target, Function<S, T> translate, String description)
        implements Key {
    @Override
    public String allowed() {
        return type.allowed();
    }

    @Override
    public Map<String, String> mistakes() {
        return Map.of();
    }
}
