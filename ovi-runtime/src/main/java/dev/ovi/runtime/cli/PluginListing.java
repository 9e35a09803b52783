package dev.ovi.runtime.cli;

import dev.ovi.api.option.Option;
import dev.ovi.runtime.plugin.JarReport;
import dev.ovi.runtime.plugin.JarState;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.plugin.PluginKind;
import dev.ovi.runtime.plugin.PluginManifest;
import dev.ovi.runtime.plugin.PluginSource;
import dev.ovi.runtime.plugin.ProviderReport;
import dev.ovi.runtime.plugin.ProviderState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin host found, as a table and as JSON: one row for each provider, and one for each jar that has none to show
 * because it was refused.
 */
final class PluginListing {
    private static final List<String> HEADINGS = List.of("ID", "KIND", "VERSION", "PROVIDER", "JAR", "STATE");
    private static final String NOTHING = "-";

    private final List<Row> rows;

    private PluginListing(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * One provider, or one refused jar.
     *
     * @param id the provider's id, or of a refused jar the plugin's
     * @param kind what it provides, or would
     * @param className the provider's class
     * @param jar the jar; absent for the class path
     * @param state {@code loaded}, {@code failed} or {@code refused}
     * @param remarks reasons and notes
     */
    private record Row(
            Optional<String> id,
            String kind,
            Optional<String> className,
            Optional<PluginManifest> manifest,
            Optional<Path> jar,
            String state,
            List<String> remarks,
            Optional<String> description,
            List<Option<?>> options) {

        List<String> cells() {
            return List.of(
                    id.orElse(NOTHING),
                    kind.isEmpty() ? NOTHING : kind,
                    manifest.map(PluginManifest::version).orElse(NOTHING),
                    manifest.map(PluginManifest::provider).orElse(NOTHING),
                    jar.map(file -> file.getFileName().toString()).orElse("class path"),
                    state);
        }
    }

    static PluginListing of(PluginHost plugins) {
        List<Row> rows = new ArrayList<>();
        for (JarReport jar : plugins.jars()) {
            switch (jar.state()) {
                case JarState.Refused refused -> rows.add(refused(jar, refused.reason()));
                case JarState.Loaded loaded ->
                    plugins.providers().stream()
                            .filter(provider -> provider.source() instanceof PluginSource.Jar source
                                    && source.file().equals(jar.file()))
                            .forEach(provider -> rows.add(row(provider, loaded.notes())));
            }
        }
        plugins.providers().stream()
                .filter(provider -> provider.source() instanceof PluginSource.ClassPath)
                .forEach(provider -> rows.add(row(provider, List.of())));
        return new PluginListing(rows);
    }

    /** Whether nothing was refused and nothing failed. */
    boolean isSound() {
        return rows.stream().allMatch(row -> row.state().equals("loaded"));
    }

    private static Row refused(JarReport jar, String reason) {
        return new Row(
                jar.manifest().map(PluginManifest::id),
                jar.kinds().stream().map(PluginKind::name).collect(Collectors.joining(", ")),
                Optional.empty(),
                jar.manifest(),
                Optional.of(jar.file()),
                "refused",
                List.of(reason),
                Optional.empty(),
                List.of());
    }

    private static Row row(ProviderReport provider, List<String> notes) {
        Optional<PluginSource.Jar> jar =
                provider.source() instanceof PluginSource.Jar source ? Optional.of(source) : Optional.empty();
        return switch (provider.state()) {
            case ProviderState.Available available ->
                new Row(
                        Optional.of(available.id()),
                        provider.kind().name(),
                        Optional.of(provider.className()),
                        jar.map(PluginSource.Jar::manifest),
                        jar.map(PluginSource.Jar::file),
                        "loaded",
                        notes,
                        Optional.of(available.description()),
                        available.options());
            case ProviderState.Failed failed -> {
                List<String> remarks = new ArrayList<>();
                remarks.add(provider.className() + ": " + failed.reason());
                remarks.addAll(notes);
                yield new Row(
                        Optional.empty(),
                        provider.kind().name(),
                        Optional.of(provider.className()),
                        jar.map(PluginSource.Jar::manifest),
                        jar.map(PluginSource.Jar::file),
                        "failed",
                        remarks,
                        Optional.empty(),
                        List.of());
            }
        };
    }

    /** A table; below each row its reasons, what it does and its options. */
    String toText() {
        if (rows.isEmpty()) {
            return "There are no plugins. Drop a plugin's jar into the folder plugins beside ovi, or into ~/.ovi/plugins.\n";
        }
        List<List<String>> table = new ArrayList<>(List.of(HEADINGS));
        rows.forEach(row -> table.add(row.cells()));
        int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> table.stream()
                        .mapToInt(cells -> cells.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder(line(HEADINGS, widths));
        for (Row row : rows) {
            text.append(line(row.cells(), widths));
            row.remarks().forEach(remark -> text.append("    ! ").append(remark).append('\n'));
            row.description()
                    .ifPresent(words -> text.append("    ").append(words).append('\n'));
            int longest = row.options().stream()
                    .mapToInt(option -> option.name().length())
                    .max()
                    .orElse(0);
            row.options().forEach(option -> text.append("      ").append(describe(option, longest)));
        }
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(cell).repeat(' ', widths[column] - cell.length() + 2);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static String describe(Option<?> option, int longest) {
        return option.name() + " ".repeat(longest - option.name().length() + 2) + option.description() + " "
                + capitalized(option.allowed()) + "; the default is " + option.formatDefault() + ".\n";
    }

    private static String capitalized(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The same for machines. */
    Map<String, Object> toMap() {
        Map<String, Object> listing = new LinkedHashMap<>();
        listing.put("plugins", rows.stream().map(PluginListing::toMap).toList());
        return listing;
    }

    private static Map<String, @Nullable Object> toMap(Row row) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        boolean refused = row.className().isEmpty();
        shown.put("id", refused ? null : row.id().orElse(null));
        shown.put("kind", row.kind().isEmpty() ? null : row.kind());
        shown.put("state", row.state());
        shown.put("remarks", row.remarks());
        shown.put("plugin", row.manifest().map(PluginManifest::id).orElse(null));
        shown.put("version", row.manifest().map(PluginManifest::version).orElse(null));
        shown.put("provider", row.manifest().map(PluginManifest::provider).orElse(null));
        shown.put("requires", row.manifest().map(PluginManifest::requires).orElse(null));
        shown.put("jar", row.jar().map(Path::toString).orElse(null));
        shown.put("class", row.className().orElse(null));
        shown.put("description", row.description().orElse(null));
        shown.put("options", row.options().stream().map(PluginListing::toMap).toList());
        return shown;
    }

    private static Map<String, Object> toMap(Option<?> option) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", option.name());
        shown.put("allowed", option.allowed());
        shown.put("default", option.formatDefault());
        shown.put("description", option.description());
        return shown;
    }
}
