package dev.ovi.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the {@link Schema} for people and for machines. */
public final class SchemaPrinter {
    private SchemaPrinter() {}

    /** Every key with what it does, what it allows, its default, and what is built of it so far. */
    public static String toText() {
        StringBuilder out = new StringBuilder();
        for (Map<String, Object> row : toMaps()) {
            out.append(row.get("key")).append('\n');
            out.append("    ").append(row.get("description")).append('\n');
            out.append("    Allowed is ").append(row.get("allowed"));
            if (row.get("default") != null) {
                out.append("; the default is ").append(FlowYaml.write(row.get("default")));
            }
            out.append(".\n");
            if (row.get("so_far") != null) {
                out.append("    Built so far: ").append(row.get("so_far")).append(".\n");
            }
        }
        return out.toString();
    }

    /** The same, one map for each key: {@code key}, {@code description}, {@code allowed}, {@code default}, {@code so_far}. */
    public static List<Map<String, Object>> toMaps() {
        List<Map<String, Object>> rows = new ArrayList<>();
        Schema.keys().forEach(key -> addRows(key, "", rows));
        return rows;
    }

    private static void addRows(Key key, String prefix, List<Map<String, Object>> rows) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", prefix + key.path());
        row.put("description", key.description());
        row.put("allowed", key.allowed());
        rows.add(row);
        if (key instanceof Setting<?> setting) {
            addDefault(setting, row);
            setting.soFar().ifPresent(soFar -> row.put("so_far", soFar));
            String inside = prefix + key.path() + (setting.type() instanceof ListType<?> ? "[]." : ".");
            setting.type().fields().forEach(field -> addRows(field, inside, rows));
        }
    }

    private static <T> void addDefault(Setting<T> setting, Map<String, Object> row) {
        // A path is written absolute, but as a default it means whatever folder one works in.
        setting.defaultValue()
                .ifPresent(value -> row.put(
                        "default",
                        value instanceof Path path
                                ? path.toString()
                                : setting.type().write(value)));
    }
}
