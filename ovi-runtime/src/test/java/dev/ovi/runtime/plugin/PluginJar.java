package dev.ovi.runtime.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds a real plugin jar: sources are compiled, and packed with a manifest and services. */
public final class PluginJar {
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private boolean directoryEntries = true;

    private PluginJar() {}

    /** A jar with all manifest attributes and nothing in it. */
    public static PluginJar named(String id) {
        PluginJar jar = new PluginJar();
        return jar.attribute("Plugin-Id", id)
                .attribute("Plugin-Version", "1.2.3")
                .attribute("Plugin-Provider", "Somebody")
                .attribute("Plugin-Requires", ">=0.1.0 & <1.0.0");
    }

    /** A jar with one visualizer whose {@code render} runs the given statements. */
    public static PluginJar visualizer(String id, String className, String render) {
        return named("visualizer-" + id).withVisualizer(id, className, "", render);
    }

    public PluginJar attribute(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    public PluginJar withoutAttribute(String name) {
        manifest.remove(name);
        return this;
    }

    public PluginJar withoutDirectoryEntries() {
        directoryEntries = false;
        return this;
    }

    public PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    public PluginJar entry(String name, String content) {
        return entry(name, content.getBytes(UTF_8));
    }

    public PluginJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public PluginJar service(String type, String className) {
        byte[] before = entries.getOrDefault("META-INF/services/" + type, new byte[0]);
        return entry("META-INF/services/" + type, new String(before, UTF_8) + className + "\n");
    }

    /** Adds a visualizer: {@code members} are further members of the class, {@code render} the body of that method. */
    public PluginJar withVisualizer(String id, String className, String members, String render) {
        int dot = className.lastIndexOf('.');
        return service("dev.ovi.api.visual.Visualizer", className).source(className, """
                package %s;
                public class %s implements dev.ovi.api.visual.Visualizer {
                    %s
                    public String id() { return "%s"; }
                    public String description() { return "Made for a test."; }
                    public void render(dev.ovi.api.record.AttentionRecord record, dev.ovi.api.visual.FrameSource frames,
                            dev.ovi.api.visual.RenderRequest request, dev.ovi.api.visual.Canvas canvas)
                            throws java.io.IOException {
                        %s
                    }
                }
                """.formatted(
                        className.substring(0, dot), className.substring(dot + 1), members, id, render));
    }

    /** Writes the jar into a directory. */
    public Path into(Path directory, String fileName) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        all.putAll(compile(directory));
        Path file = Files.createDirectories(directory).resolve(fileName);
        try (OutputStream stream = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(stream, manifest())) {
            if (directoryEntries) {
                for (String folder : folders(all.keySet())) {
                    jar.putNextEntry(new JarEntry(folder));
                }
            }
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return file;
    }

    /** The classes that the sources become, as entries of a jar. */
    private Map<String, byte[]> compile(Path directory) throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        Path classes = Files.createTempDirectory(Files.createDirectories(directory.resolve("classes")), "jar");
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                }));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
        if (!compiler.getTask(messages, null, null, options, null, units).call()) {
            throw new IllegalArgumentException(messages.toString());
        }
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    private Manifest manifest() {
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> written.getMainAttributes().putValue(name, value));
        return written;
    }

    private static Set<String> folders(Iterable<String> names) {
        Set<String> folders = new TreeSet<>();
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                folders.add(name.substring(0, slash + 1));
            }
        }
        folders.remove("META-INF/");
        return folders;
    }
}
