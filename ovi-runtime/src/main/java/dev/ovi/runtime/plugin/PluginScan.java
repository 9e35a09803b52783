package dev.ovi.runtime.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.pf4j.PluginRuntimeException;

/**
 * One search for plugins, from files to providers. Two that differ and have the same name are both refused: which of them
 * runs must not depend on the order of directories.
 */
final class PluginScan {
    private final JarLoader loader;
    private final ApiVersion api;
    private final BooleanSupplier open;
    private final Map<Path, JarAdmission> jars = new LinkedHashMap<>();
    private final List<DescribedProvider<?>> providers = new ArrayList<>();

    PluginScan(JarLoader loader, ApiVersion api, BooleanSupplier open) {
        this.loader = loader;
        this.api = api;
        this.open = open;
    }

    /** Searches files, then a class path. */
    void run(List<Path> files, ClassLoader classPath) {
        for (Path file : files) {
            jars.put(file, JarAdmission.of(file, api, loader.getVersionManager()));
        }
        refuseEqualPluginIds();
        List.copyOf(jars.values()).stream().filter(JarAdmission::isAdmitted).forEach(this::load);
        refuseEqualProviderIds();
        addClassPath(classPath);
        refuseEqualProviderIds();
    }

    List<JarReport> jars() {
        return jars.values().stream().map(JarAdmission::report).toList();
    }

    List<DescribedProvider<?>> providers() {
        return List.copyOf(providers);
    }

    private void refuseEqualPluginIds() {
        Map<String, List<JarAdmission>> byId = jars.values().stream()
                .filter(JarAdmission::isAdmitted)
                .collect(Collectors.groupingBy(jar -> jar.source().manifest().id()));
        byId.forEach((id, equal) -> {
            List<JarAdmission> different = withoutCopies(equal);
            if (different.size() > 1) {
                String all =
                        different.stream().map(jar -> jar.file().toString()).collect(Collectors.joining(" and "));
                different.forEach(jar ->
                        refuse(jar.file(), "the plugin id \"" + id + "\" is that of " + all + "; keep one of them"));
            }
        });
    }

    /** Of jars that are equal byte by byte, the first stays and says so: whichever is loaded, the same code runs. */
    private List<JarAdmission> withoutCopies(List<JarAdmission> equal) {
        List<JarAdmission> different = new ArrayList<>();
        for (JarAdmission jar : equal) {
            Optional<JarAdmission> original = different.stream()
                    .filter(earlier -> isCopy(earlier.file(), jar.file()))
                    .findFirst();
            if (original.isPresent()) {
                jars.remove(jar.file());
                JarAdmission noted = original.get().noted("the same jar lies at " + jar.file() + " as well");
                jars.put(noted.file(), noted);
                different.replaceAll(earlier -> earlier.file().equals(noted.file()) ? noted : earlier);
            } else {
                different.add(jar);
            }
        }
        return different;
    }

    private static boolean isCopy(Path left, Path right) {
        try {
            return Files.mismatch(left, right) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void load(JarAdmission jar) {
        ClassLoader classes;
        try {
            classes = loader.open(jar.file());
        } catch (PluginRuntimeException e) {
            jars.put(jar.file(), jar.refused("it cannot be loaded: " + e.getMessage()));
            return;
        }
        providers.addAll(ProviderSearch.inJar(jar, classes, open));
    }

    /** Adds what the class path provides and no jar does. */
    private void addClassPath(ClassLoader classPath) {
        Set<String> inJars =
                providers.stream().map(PluginScan::kindAndClass).collect(Collectors.toCollection(HashSet::new));
        ProviderSearch.onClassPath(classPath).stream()
                .filter(found -> !inJars.contains(kindAndClass(found)))
                .forEach(providers::add);
    }

    private void refuseEqualProviderIds() {
        Map<String, List<DescribedProvider<?>>> byKey = providers.stream()
                .filter(DescribedProvider::isAvailable)
                .collect(Collectors.groupingBy(DescribedProvider::key, LinkedHashMap::new, Collectors.toList()));
        byKey.forEach((key, equal) -> {
            if (equal.size() > 1) {
                refuse(key, equal);
            }
        });
    }

    /** Jars are refused whole; of the class path, which cannot be, only the providers. */
    private void refuse(String key, Collection<DescribedProvider<?>> equal) {
        Set<String> places = equal.stream().map(PluginScan::place).collect(Collectors.toCollection(LinkedHashSet::new));
        String classes = equal.stream()
                .map(found -> found.provider().className())
                .distinct()
                .collect(Collectors.joining(" and "));
        String reason = places.size() > 1
                ? key + " is provided by " + String.join(" and ", places) + "; keep one of them"
                : key + " is provided twice, by " + classes;
        for (DescribedProvider<?> found : equal) {
            switch (found.provider().source()) {
                case PluginSource.Jar jar -> refuse(jar.file(), reason);
                case PluginSource.ClassPath _ ->
                    providers.replaceAll(other -> other.equals(found) ? other.failed(reason) : other);
            }
        }
    }

    private void refuse(Path file, String reason) {
        JarAdmission jar = jars.get(file);
        if (jar == null || !jar.isAdmitted()) {
            return;
        }
        jars.put(file, jar.refused(reason));
        if (providers.removeIf(found -> found.provider().source().equals(jar.source()))) {
            loader.close(jar.source().manifest().id());
        }
    }

    private static String place(DescribedProvider<?> found) {
        return switch (found.provider().source()) {
            case PluginSource.Jar jar -> jar.file().toString();
            case PluginSource.ClassPath _ -> "the class path";
        };
    }

    private static String kindAndClass(DescribedProvider<?> found) {
        return found.provider().kind() + " " + found.provider().className();
    }
}
