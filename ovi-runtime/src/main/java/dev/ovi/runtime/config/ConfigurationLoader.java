package dev.ovi.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a configuration together from layers, each stronger than the one before: built-in defaults, the packaged
 * configuration of an embedded checkpoint, files, {@code --set}, and options of the command line.
 *
 * <p>In files, {@code --set} and options, {@code null} takes a setting back to its default. The packaged layer describes
 * one checkpoint, so it is left out as soon as a stronger layer names another {@code ckpt_dir}.
 *
 * <p>A relative path in a file means the file's folder, so that the file means the same from anywhere. In {@code --set}, in
 * options and in the built-in defaults it means the working directory.
 */
public final class ConfigurationLoader {
    private final Problems problems = new Problems();
    private final List<Values> files = new ArrayList<>();
    private final List<Values> sets = new ArrayList<>();
    private final List<Values> options = new ArrayList<>();
    private Values packaged = Values.NONE;

    /** A loader whose weakest layer are values that were loaded before. */
    static ConfigurationLoader startingWith(Values values) {
        ConfigurationLoader loader = new ConfigurationLoader();
        loader.files.add(values);
        return loader;
    }

    /** The configuration that comes with an embedded checkpoint. */
    public ConfigurationLoader packaged(Path file) {
        readFile(
                file,
                (line, column) -> new Origin.Packaged(String.valueOf(file.getFileName()), line, column),
                values -> packaged = values);
        return this;
    }

    /** A file that the user named. */
    public ConfigurationLoader file(Path file) {
        readFile(file, (line, column) -> new Origin.ConfigFile(file, line, column), files::add);
        return this;
    }

    /**
     * A {@code --set} option.
     *
     * @param assignment {@code section.key=value}. The value is YAML: a single value, or a list or section in brackets.
     *     Where the setting takes any text, no quotation marks are needed
     */
    public ConfigurationLoader set(String assignment) {
        Origin origin = new Origin.SetOption(assignment);
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            problems.report(origin, "expected key=value, for instance --set sample_steps=20");
            return this;
        }
        String path = assignment.substring(0, equals).strip();
        RawValue value = setValue(path, assignment.substring(equals + 1), origin);
        if (value != null) {
            read(nest(path, value, origin), null, sets::add);
        }
        return this;
    }

    /**
     * An option of the command line that has a setting of its own.
     *
     * @param option the option's name, for messages
     * @param value as it was written
     */
    public ConfigurationLoader option(String option, Setting<?> setting, String value) {
        Origin origin = new Origin.CommandLine(option);
        boolean text = setting.type() instanceof ScalarType<?> scalar && scalar.takesAnyText();
        return option(setting, new RawValue.Scalar(value, text, origin));
    }

    /**
     * An option of the command line that takes several values.
     *
     * @param option the option's name, for messages
     * @param values as they were written, already split
     */
    public ConfigurationLoader option(String option, Setting<?> setting, List<String> values) {
        Origin origin = new Origin.CommandLine(option);
        List<RawValue> items = values.stream()
                .<RawValue>map(value -> new RawValue.Scalar(value, false, origin))
                .toList();
        return option(setting, new RawValue.Sequence(items, origin));
    }

    /**
     * The effective configuration.
     *
     * @throws ConfigurationException with everything that is wrong in any of the layers
     */
    public Configuration load() {
        problems.throwIfAny();
        Values asked = Values.NONE;
        for (List<Values> layers : List.of(files, sets, options)) {
            for (Values layer : layers) {
                asked = asked.overlaidBy(layer);
            }
        }
        Values defaults = namesAnotherCheckpoint(asked) ? Values.NONE : packaged;
        return new Configuration(asked.withDefaults(defaults));
    }

    private boolean namesAnotherCheckpoint(Values asked) {
        Optional<Path> other = asked.findOwn(Schema.CKPT_DIR);
        Optional<Path> own = packaged.findOwn(Schema.CKPT_DIR);
        return other.isPresent() && own.isPresent() && !absolute(other.get()).equals(absolute(own.get()));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void readFile(Path file, YamlReader.Positions positions, Consumer<Values> destination) {
        RawValue document = YamlReader.readFile(file, positions, problems);
        if (document instanceof RawValue.Mapping section) {
            read(section, file.toAbsolutePath().getParent(), destination);
        } else if (document != null && !document.isNull()) {
            problems.report(document.origin(), "found " + document.describe() + ", expected keys and values");
        }
    }

    private ConfigurationLoader option(Setting<?> setting, RawValue value) {
        read(nest(setting.path(), value, value.origin()), null, options::add);
        return this;
    }

    private void read(RawValue.Mapping section, @Nullable Path directory, Consumer<Values> destination) {
        destination.accept(SectionReader.read(section, Schema.keys(), new ValueType.Reading("", directory, problems)));
    }

    private @Nullable RawValue setValue(String path, String text, Origin origin) {
        boolean verbatim = Schema.keys().stream()
                .anyMatch(key -> key.path().equals(path)
                        && key instanceof Setting<?> setting
                        && setting.type() instanceof ScalarType<?> scalar
                        && scalar.takesAnyText());
        String stripped = text.strip();
        if (verbatim && !stripped.startsWith("\"") && !stripped.startsWith("'")) {
            return new RawValue.Scalar(text, false, origin);
        }
        RawValue value = YamlReader.read(text, (_, _) -> origin, problems);
        boolean empty = stripped.isEmpty() && value instanceof RawValue.Mapping;
        return empty ? new RawValue.Scalar("", false, origin) : value;
    }

    private static RawValue.Mapping nest(String path, RawValue value, Origin origin) {
        RawValue inner = value;
        List<String> names = List.of(path.split("\\.", -1));
        for (String name : names.reversed()) {
            Map<String, RawValue.Entry> entry = new LinkedHashMap<>();
            entry.put(name, new RawValue.Entry(origin, inner));
            inner = new RawValue.Mapping(entry, origin);
        }
        return (RawValue.Mapping) inner;
    }
}
