package dev.ovi.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a configuration: as YAML that loads again to the same one, or as plain values for JSON. Paths are absolute, so that
 * a file of it means the same wherever it lies and from wherever it is read.
 */
public final class ConfigurationPrinter {
    private static final int COMMENT_COLUMN = 44;

    private final Configuration configuration;
    private final boolean origins;
    private final StringBuilder out = new StringBuilder();

    private ConfigurationPrinter(Configuration configuration, boolean origins) {
        this.configuration = configuration;
        this.origins = origins;
    }

    /** The effective configuration as YAML, without comments. */
    public static String toYaml(Configuration configuration) {
        return new ConfigurationPrinter(configuration, false).print();
    }

    /** The effective configuration as YAML, with the origin of each value as a comment. */
    public static String toYamlWithOrigins(Configuration configuration) {
        return new ConfigurationPrinter(configuration, true).print();
    }

    /** The effective values, sections as maps, for JSON. A setting without a value is left out. */
    public static Map<String, Object> toMap(Configuration configuration) {
        Map<String, Object> root = new LinkedHashMap<>();
        Schema.settings()
                .forEach(setting -> written(configuration, setting)
                        .ifPresent(value -> section(root, setting.path()).put(setting.name(), value)));
        return root;
    }

    /** The effective values by full key, as text, for a record's metadata. */
    public static Map<String, String> toText(Configuration configuration) {
        Map<String, String> text = new LinkedHashMap<>();
        Schema.settings()
                .forEach(setting -> written(configuration, setting)
                        .ifPresent(value -> text.put(
                                setting.path(), value instanceof String string ? string : FlowYaml.write(value))));
        return text;
    }

    /** The origin of every setting by full key, each described by {@code layer} and where that is, for JSON. */
    public static Map<String, Object> originsToMap(Configuration configuration) {
        Map<String, Object> all = new LinkedHashMap<>();
        Schema.settings().forEach(setting -> all.put(setting.path(), describe(configuration.origin(setting))));
        return all;
    }

    private String print() {
        String previous = "";
        for (Setting<?> setting : Schema.settings()) {
            openSections(previous, setting.path());
            previous = setting.path();
            printSetting(setting);
        }
        return out.toString();
    }

    private void printSetting(Setting<?> setting) {
        int depth = depth(setting.path());
        String comment = configuration.origin(setting).describe();
        Optional<Object> value = written(configuration, setting);
        if (value.isPresent() && configuration.value(setting).orElse(null) instanceof RawValue.Mapping plugins) {
            printPlugins(setting.name(), plugins, depth, comment);
        } else if (value.isPresent()
                && value.get() instanceof List<?> items
                && !items.isEmpty()
                && items.getFirst() instanceof Map) {
            line(depth, setting.name() + ":", comment);
            items.forEach(item -> line(depth + 1, "- " + FlowYaml.write(item), ""));
        } else {
            line(depth, setting.name() + ": " + value.map(FlowYaml::write).orElse("null"), comment);
        }
    }

    private void printPlugins(String name, RawValue.Mapping plugins, int depth, String comment) {
        Map<?, ?> written = (Map<?, ?>) Schema.VISUALIZE_OPTIONS.type().write(plugins);
        if (written.isEmpty()) {
            line(depth, name + ": {}", comment);
            return;
        }
        line(depth, name + ":", "");
        plugins.entries().forEach((id, plugin) -> {
            if (!(plugin.value() instanceof RawValue.Mapping options)) {
                return;
            }
            Map<?, ?> values = (Map<?, ?>) written.get(id);
            line(depth + 1, FlowYaml.write(id) + ":" + (values == null || values.isEmpty() ? " {}" : ""), "");
            options.entries().forEach((option, entry) -> {
                if (!entry.value().isNull() && values != null && values.get(option) != null) {
                    Object value = values.get(option);
                    line(
                            depth + 2,
                            FlowYaml.write(option) + ": " + FlowYaml.write(value),
                            entry.keyOrigin().describe());
                }
            });
        });
    }

    private void openSections(String previous, String path) {
        String[] names = path.split("\\.");
        String opened = "";
        for (int i = 0; i < names.length - 1; i++) {
            opened += names[i] + ".";
            if (!previous.startsWith(opened)) {
                line(i, names[i] + ":", "");
            }
        }
    }

    private void line(int depth, String text, String comment) {
        String line = "  ".repeat(depth) + text;
        out.append(line);
        if (origins && !comment.isEmpty()) {
            out.repeat(' ', Math.max(2, COMMENT_COLUMN - line.length()))
                    .append("# ")
                    .append(comment);
        }
        out.append('\n');
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.').count();
    }

    private static <T> Optional<Object> written(Configuration configuration, Setting<T> setting) {
        return configuration.value(setting).map(setting.type()::write);
    }

    @SuppressWarnings("unchecked") // sections are only ever made here
    private static Map<String, Object> section(Map<String, Object> root, String path) {
        Map<String, Object> section = root;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            section = (Map<String, Object>) section.computeIfAbsent(names[i], _ -> new LinkedHashMap<String, Object>());
        }
        return section;
    }

    private static Map<String, Object> describe(Origin origin) {
        Map<String, Object> described = new LinkedHashMap<>();
        switch (origin) {
            case Origin.BuiltIn() -> described.put("layer", "default");
            case Origin.Packaged(String name, int line, int column) -> {
                described.put("layer", "packaged");
                described.put("file", name);
                described.put("line", line);
                described.put("column", column);
            }
            case Origin.ConfigFile(var file, int line, int column) -> {
                described.put("layer", "file");
                described.put("file", file.toString());
                described.put("line", line);
                described.put("column", column);
            }
            case Origin.SetOption(String argument) -> {
                described.put("layer", "set");
                described.put("argument", argument);
            }
            case Origin.CommandLine(String option) -> {
                described.put("layer", "option");
                described.put("option", option);
            }
            case Origin.Through(String key, Origin source) -> {
                described.putAll(describe(source));
                described.put("key", key);
            }
        }
        return described;
    }
}
