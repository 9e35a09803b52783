package dev.ovi.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of plugins by the plugin's id and the option's name. What they mean is known only when the plugins are there,
 * so they are kept as they were written, with their positions, for {@link OptionResolver}.
 */
record PluginOptionsType() implements ValueType<RawValue.Mapping> {
    @Override
    public String allowed() {
        return "a section for each plugin id, with the plugin's options";
    }

    @Override
    public RawValue.@Nullable Mapping read(RawValue raw, Reading reading) {
        if (!(raw instanceof RawValue.Mapping plugins)) {
            reading.refuse(raw, allowed());
            return null;
        }
        boolean valid = true;
        for (Map.Entry<String, RawValue.Entry> plugin : plugins.entries().entrySet()) {
            Reading ofPlugin = reading.inside("." + plugin.getKey());
            RawValue value = plugin.getValue().value();
            if (value instanceof RawValue.Mapping options) {
                for (Map.Entry<String, RawValue.Entry> option :
                        options.entries().entrySet()) {
                    if (!(option.getValue().value() instanceof RawValue.Scalar)) {
                        ofPlugin.inside("." + option.getKey())
                                .refuse(option.getValue().value(), "a single value");
                        valid = false;
                    }
                }
            } else if (!value.isNull()) {
                ofPlugin.refuse(value, "a section with the plugin's options");
                valid = false;
            }
        }
        return valid ? plugins : null;
    }

    @Override
    public RawValue.Mapping overlay(RawValue.Mapping lower, RawValue.Mapping upper) {
        return lower.overlaidBy(upper);
    }

    @Override
    public Object write(RawValue.Mapping value) {
        Map<String, Object> written = new LinkedHashMap<>();
        value.entries().forEach((key, entry) -> {
            if (entry.value() instanceof RawValue.Mapping inner) {
                written.put(key, write(inner));
            } else if (entry.value() instanceof RawValue.Scalar scalar && !scalar.isNull()) {
                written.put(key, plain(scalar));
            }
        });
        return written;
    }

    /** A number or boolean where writing it again gives the same characters, otherwise text. */
    private static Object plain(RawValue.Scalar scalar) {
        String text = scalar.text();
        if (scalar.quoted()) {
            return text;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            if (text.equals(Long.toString(Long.parseLong(text)))) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException _) {
            // not a whole number
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number) && text.equals(Double.toString(number))) {
                return number;
            }
        } catch (NumberFormatException _) {
            // not a number
        }
        return text;
    }
}
