package dev.ovi.runtime.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.ManifestPluginDescriptorFinder;

/**
 * What is written in a jar, read entry by entry: a class loader would not find the services of a jar that has no entries
 * for its directories.
 *
 * @param attributes the plugin attributes of the manifest that are there
 * @param providers class names by kind, in the order of {@link PluginKind#ALL}; kinds without a provider are left out
 * @param notes sentences on what is wrong but does no harm
 */
record JarContents(Map<String, String> attributes, Map<PluginKind<?>, List<String>> providers, List<String> notes) {
    private static final String ID = ManifestPluginDescriptorFinder.PLUGIN_ID;
    private static final String VERSION = ManifestPluginDescriptorFinder.PLUGIN_VERSION;
    private static final String PROVIDER = ManifestPluginDescriptorFinder.PLUGIN_PROVIDER;
    private static final String REQUIRES = ManifestPluginDescriptorFinder.PLUGIN_REQUIRES;
    private static final String DEPENDENCIES = ManifestPluginDescriptorFinder.PLUGIN_DEPENDENCIES;
    private static final List<String> REQUIRED = List.of(ID, VERSION, PROVIDER, REQUIRES);

    /**
     * Reads a jar.
     *
     * @throws IOException if it is corrupt or cannot be read
     */
    static JarContents read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Map<PluginKind<?>, List<String>> providers = new LinkedHashMap<>();
            for (PluginKind<?> kind : PluginKind.ALL) {
                List<String> names = services(jar, kind.servicesEntry());
                if (!names.isEmpty()) {
                    providers.put(kind, names);
                }
            }
            return new JarContents(attributes(jar.getManifest()), providers, notes(jar));
        }
    }

    /** What the jar says of itself, if it says all that is needed. */
    Optional<PluginManifest> manifest() {
        return missingAttributes().isEmpty()
                ? Optional.of(new PluginManifest(value(ID), value(VERSION), value(PROVIDER), value(REQUIRES)))
                : Optional.empty();
    }

    /** The required attributes that are not there. */
    List<String> missingAttributes() {
        return REQUIRED.stream().filter(name -> !attributes.containsKey(name)).toList();
    }

    /** Other plugins that the jar wants, as it wrote them. */
    Optional<String> dependencies() {
        return Optional.ofNullable(attributes.get(DEPENDENCIES));
    }

    private String value(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    private static Map<String, String> attributes(@Nullable Manifest manifest) {
        Map<String, String> found = new LinkedHashMap<>();
        if (manifest == null) {
            return found;
        }
        Attributes main = manifest.getMainAttributes();
        for (String name : List.of(ID, VERSION, PROVIDER, REQUIRES, DEPENDENCIES)) {
            String value = main.getValue(name);
            if (value != null && !value.isBlank()) {
                found.put(name, value.strip());
            }
        }
        return found;
    }

    /** The class names of a services file: one a line, with comments from a #. */
    private static List<String> services(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        try (InputStream stream = jar.getInputStream(entry);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comment = line.indexOf('#');
                String className = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!className.isEmpty()) {
                    names.add(className);
                }
            }
        }
        return new ArrayList<>(names);
    }

    private static List<String> notes(JarFile jar) {
        Map<String, Long> copies = jar.stream()
                .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                .filter(name -> name.endsWith(".class"))
                .map(name -> SharedPackages.prefixOf(name.replace('/', '.')))
                .flatMap(Optional::stream)
                .map(prefix -> prefix.substring(0, prefix.length() - 1))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return copies.entrySet().stream()
                .map(copy -> "it bundles " + copy.getValue() + " classes of " + copy.getKey()
                        + ", which are ignored: the host's are used; take that library as \"provided\"")
                .toList();
    }
}
