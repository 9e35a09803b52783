package dev.ovi.api.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The validated values of one plugin's options. */
public final class OptionValues {
    private final Map<String, Object> values;

    private OptionValues(Map<String, Object> values) {
        this.values = values;
    }

    /** The default of every option. */
    public static OptionValues defaults(List<Option<?>> options) {
        return of(options, Map.of());
    }

    /**
     * What the user gave, and the default of every other option.
     *
     * @param options what the plugin declares
     * @param raw values as they come from YAML or the command line, by option name
     * @throws InvalidOptionException for a name that is not declared, or a value that its option forbids
     */
    public static OptionValues of(List<Option<?>> options, Map<String, ?> raw) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option<?> option : options) {
            Object given = raw.get(option.name());
            values.put(option.name(), given == null ? option.defaultValue() : option.parse(given));
        }
        for (String name : raw.keySet()) {
            if (!values.containsKey(name)) {
                throw new InvalidOptionException("unknown option \"" + name + "\"; there are " + values.keySet());
            }
        }
        return new OptionValues(Map.copyOf(values));
    }

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException if the plugin did not declare the option
     */
    @SuppressWarnings("unchecked") // values were made by this option's own parser or default
    public <T> T get(Option<T> option) {
        Object value = values.get(option.name());
        if (value == null) {
            throw new IllegalArgumentException("option \"" + option.name() + "\" was not declared in options()");
        }
        return (T) value;
    }
}
