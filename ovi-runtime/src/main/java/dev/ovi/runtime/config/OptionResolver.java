package dev.ovi.runtime.config;

import dev.ovi.api.option.InvalidOptionException;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.runtime.base.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the options that a configuration gives to plugins against what the plugins declare. */
public final class OptionResolver {
    private final String path;
    private final RawValue.Mapping plugins;

    /**
     * @param path the section's key, for messages
     * @param plugins options by plugin id and name
     */
    OptionResolver(String path, RawValue.Mapping plugins) {
        this.path = path;
        this.plugins = plugins;
    }

    /**
     * The values of one plugin's options: what the user gave, and the defaults of the others.
     *
     * @param id the plugin's id
     * @param declared the options that it declares
     * @throws ConfigurationException with every unknown option and every value that is not allowed, and where they are
     */
    public OptionValues resolve(String id, List<Option<?>> declared) {
        return resolve(id, declared, Map.of());
    }

    /**
     * The same with values that are stronger than the configuration's, such as those of a command-line option.
     *
     * @param overrides text by option name, from {@code origin}
     * @param origin what is to be named where an override is wrong
     */
    public OptionValues resolve(String id, List<Option<?>> declared, Map<String, String> overrides, Origin origin) {
        Map<String, RawValue.Entry> entries = new LinkedHashMap<>();
        overrides.forEach(
                (name, text) -> entries.put(name, new RawValue.Entry(origin, new RawValue.Scalar(text, true, origin))));
        return resolve(id, declared, entries);
    }

    private OptionValues resolve(String id, List<Option<?>> declared, Map<String, RawValue.Entry> overrides) {
        Map<String, RawValue.Entry> given = new LinkedHashMap<>();
        RawValue.Entry section = plugins.entries().get(id);
        if (section != null && section.value() instanceof RawValue.Mapping options) {
            given.putAll(options.entries());
        }
        given.putAll(overrides);
        Map<String, String> raw = new LinkedHashMap<>();
        Problems problems = new Problems();
        given.forEach(
                (name, entry) -> check(id, name, entry, declared, problems).ifPresent(text -> raw.put(name, text)));
        problems.throwIfAny();
        return OptionValues.of(declared, raw);
    }

    /**
     * Refuses options of plugins that are not there.
     *
     * @param installed the ids of the plugins that could have options here
     * @throws ConfigurationException with every unknown id
     */
    public void requireKnown(Collection<String> installed) {
        Problems problems = new Problems();
        plugins.entries().forEach((id, entry) -> {
            if (!installed.contains(id)) {
                String nearest = Nearest.to(Quotation.shorten(id), installed, 1).stream()
                        .map(name -> ", did you mean \"" + name + "\"?")
                        .findFirst()
                        .orElse("; there are none");
                problems.report(
                        entry.keyOrigin(), "unknown plugin \"" + Quotation.shorten(id) + "\" in " + path + nearest);
            }
        });
        problems.throwIfAny();
    }

    private Optional<String> check(
            String id, String name, RawValue.Entry entry, List<Option<?>> declared, Problems problems) {
        String key = path + "." + id + "." + name;
        Option<?> option = declared.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        if (option == null) {
            problems.report(
                    entry.keyOrigin(),
                    "unknown option \"" + Quotation.shorten(key) + "\"" + suggest(id, name, declared));
            return Optional.empty();
        }
        if (!(entry.value() instanceof RawValue.Scalar scalar) || scalar.isNull()) {
            return Optional.empty();
        }
        try {
            option.parse(scalar.text());
            return Optional.of(scalar.text());
        } catch (InvalidOptionException e) {
            problems.report(scalar.origin(), key + ": found " + scalar.describe() + ", allowed is " + option.allowed());
            return Optional.empty();
        }
    }

    private String suggest(String id, String name, List<Option<?>> declared) {
        List<String> names = new ArrayList<>();
        declared.forEach(option -> names.add(option.name()));
        if (names.isEmpty()) {
            return "; " + id + " has no options";
        }
        return ", did you mean \""
                + Nearest.to(Quotation.shorten(name), names, 1).getFirst() + "\"?";
    }
}
