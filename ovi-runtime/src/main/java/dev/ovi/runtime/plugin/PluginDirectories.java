package dev.ovi.runtime.plugin;

import dev.ovi.runtime.base.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The directories that plugin jars lie in, in the order in which they are searched. Only jars that lie directly in a
 * directory count.
 *
 * @param standard directories that need not be there
 * @param named directories that the user named
 */
public record PluginDirectories(List<Path> standard, List<Path> named) {
    /** What builds put beside a plugin's jar; the sources list its services, but hold no class. */
    private static final List<String> FOR_READERS = List.of("-sources.jar", "-javadoc.jar");

    /** With copies. */
    public PluginDirectories {
        standard = List.copyOf(standard);
        named = List.copyOf(named);
    }

    /**
     * Where the launcher says that Ovi lies, {@code plugins} in it; where it says that the built-in plugins lie; then
     * {@code .ovi/plugins} in the user's home; then what the user named.
     *
     * @param named further directories
     */
    public static PluginDirectories ofThisProcess(List<Path> named) {
        List<Path> standard = new ArrayList<>();
        String home = System.getProperty("ovi.home");
        if (home != null) {
            standard.add(Path.of(home, "plugins"));
        }
        String builtIn = System.getProperty("ovi.builtin.plugins", "");
        for (String directory : builtIn.split(File.pathSeparator)) {
            if (!directory.isBlank()) {
                standard.add(Path.of(directory));
            }
        }
        standard.add(Path.of(System.getProperty("user.home"), ".ovi", "plugins"));
        return new PluginDirectories(standard, named);
    }

    /** Only directories that the user named. */
    public static PluginDirectories of(Path... named) {
        return new PluginDirectories(List.of(), List.of(named));
    }

    /**
     * The jars, each once, by directory and within a directory by name.
     *
     * @throws UsageException if a named directory is not there or cannot be read
     */
    List<Path> jars() {
        Map<Path, Path> jars = new LinkedHashMap<>();
        for (Path directory : standard) {
            if (Files.isDirectory(directory)) {
                addJars(directory, jars);
            }
        }
        for (Path directory : named) {
            if (!Files.isDirectory(directory)) {
                throw new UsageException("plugin folder " + directory + ": "
                        + (Files.exists(directory)
                                ? "is not a directory; name the one that the jar lies in"
                                : "there is no such directory"));
            }
            addJars(directory, jars);
        }
        return List.copyOf(jars.values());
    }

    private static void addJars(Path directory, Map<Path, Path> jars) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PluginDirectories::isJar)) {
            entries.forEach(found::add);
            found.sort(null);
            for (Path jar : found) {
                jars.putIfAbsent(jar.toRealPath(), jar);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new UsageException("plugin folder " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isJar(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jar") && FOR_READERS.stream().noneMatch(name::endsWith) && Files.isRegularFile(file);
    }
}
