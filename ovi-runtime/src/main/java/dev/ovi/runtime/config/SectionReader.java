package dev.ovi.runtime.config;

import dev.ovi.runtime.base.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a section by a table of keys: finds each key's setting, checks its value, and tells of unknown keys. */
final class SectionReader {
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final ValueType.Reading reading;
    private final Values.Builder values = new Values.Builder();

    private SectionReader(List<? extends Key> table, ValueType.Reading reading) {
        table.forEach(key -> keys.put(key.path(), key));
        this.reading = reading;
    }

    /**
     * The values in a section.
     *
     * @param table the keys that may be there
     * @param reading its key is put before every path in messages
     */
    static Values read(RawValue.Mapping section, List<? extends Key> table, ValueType.Reading reading) {
        SectionReader reader = new SectionReader(table, reading);
        reader.section(section, "");
        return reader.values.build();
    }

    private void section(RawValue.Mapping section, String prefix) {
        section.entries().forEach((name, entry) -> {
            String path = prefix + name;
            Key key = keys.get(path);
            if (key != null && !name.contains(".")) {
                value(key, entry);
            } else if (key != null) {
                dotted(name, entry.keyOrigin());
            } else if (!isSection(path)) {
                unknown(name, prefix, entry.keyOrigin());
            } else if (entry.value() instanceof RawValue.Mapping inner) {
                section(inner, path + ".");
            } else if (entry.value().isNull()) {
                keysUnder(path + ".").forEach(inner -> value(inner, entry));
            } else {
                reading.inside(path)
                        .refuse(entry.value(), "a section with " + String.join(", ", namesUnder(path + ".")));
            }
        });
    }

    private boolean isSection(String path) {
        return keys.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
    }

    private void value(Key key, RawValue.Entry entry) {
        switch (key) {
            case Setting<?> setting -> setting(setting, entry);
            case Alias<?, ?> alias -> alias(alias, entry);
        }
    }

    private <T> void setting(Setting<T> setting, RawValue.Entry entry) {
        RawValue raw = entry.value();
        T value = raw.isNull() ? null : setting.type().read(raw, reading.inside(setting.path()));
        if (value != null || raw.isNull()) {
            values.put(setting, value, entry.keyOrigin())
                    .ifPresent(first -> twice(setting.path(), setting, entry.keyOrigin(), first));
        }
    }

    private <S, T> void alias(Alias<S, T> alias, RawValue.Entry entry) {
        RawValue raw = entry.value();
        S written = raw.isNull() ? null : alias.type().read(raw, reading.inside(alias.path()));
        if (written != null || raw.isNull()) {
            T value = written == null ? null : alias.translate().apply(written);
            values.put(alias.target(), value, new Origin.Through(alias.path(), entry.keyOrigin()))
                    .ifPresent(first -> twice(alias.path(), alias.target(), entry.keyOrigin(), first));
        }
    }

    private void twice(String path, Setting<?> setting, Origin origin, Origin first) {
        reading.problems()
                .report(
                        origin,
                        path + " sets " + setting.path() + ", which was set before at " + first.describe()
                                + "; keep one of them");
    }

    private void dotted(String name, Origin origin) {
        int dot = name.lastIndexOf('.');
        reading.problems()
                .report(
                        origin,
                        "unknown key \"" + name + "\"; write it as \"" + name.substring(dot + 1)
                                + "\" inside the section \"" + name.substring(0, dot) + "\"");
    }

    private void unknown(String name, String prefix, Origin origin) {
        String path = prefix + name;
        String message = "unknown key \"" + Quotation.shorten(reading.key() + path) + "\"";
        for (Key key : keys.values()) {
            String note = key.mistakes().get(name);
            if (note != null) {
                String reason = note.isEmpty() ? "" : " (" + note + ")";
                reading.problems().report(origin, message + ", did you mean \"" + key.path() + "\"?" + reason);
                return;
            }
        }
        reading.problems()
                .report(origin, message + ", did you mean \"" + reading.key() + nearest(name, prefix) + "\"?");
    }

    /** A key of this very name elsewhere, or else the nearest name in this section. */
    private String nearest(String name, String prefix) {
        for (Key key : keys.values()) {
            if (key.name().equals(name)) {
                return key.path();
            }
        }
        return prefix
                + Nearest.to(Quotation.shorten(name), namesUnder(prefix), 1).getFirst();
    }

    private List<Key> keysUnder(String prefix) {
        return keys.values().stream()
                .filter(key -> key.path().startsWith(prefix))
                .toList();
    }

    private List<String> namesUnder(String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (Key key : keysUnder(prefix)) {
            String rest = key.path().substring(prefix.length());
            int dot = rest.indexOf('.');
            names.add(dot < 0 ? rest : rest.substring(0, dot));
        }
        return new ArrayList<>(names);
    }
}
