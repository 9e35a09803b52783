package dev.ovi.runtime.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.VersionManager;

/**
 * Decides from what is written in a jar whether it may be loaded. No code of it runs.
 *
 * @param file the jar
 * @param manifest what it says of itself; absent if incomplete
 * @param providers the class names of its providers, by kind
 * @param state loaded, if nothing else comes in the way; or refused
 */
record JarAdmission(
        Path file, Optional<PluginManifest> manifest, Map<PluginKind<?>, List<String>> providers, JarState state) {

    static JarAdmission of(Path file, ApiVersion api, VersionManager versions) {
        JarContents contents;
        try {
            contents = JarContents.read(file);
        } catch (IOException | RuntimeException e) {
            // The JDK reports some kinds of damage by exceptions that are not IOExceptions.
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new JarAdmission(
                    file,
                    Optional.empty(),
                    Map.of(),
                    new JarState.Refused("it is not a readable jar (" + why + "); copy it again"));
        }
        Optional<String> reason = refusal(contents, api, versions);
        JarState state =
                reason.isPresent() ? new JarState.Refused(reason.get()) : new JarState.Loaded(contents.notes());
        return new JarAdmission(file, contents.manifest(), contents.providers(), state);
    }

    private static Optional<String> refusal(JarContents contents, ApiVersion api, VersionManager versions) {
        if (contents.providers().isEmpty()) {
            List<String> entries =
                    PluginKind.ALL.stream().map(PluginKind::servicesEntry).toList();
            return Optional.of("it provides nothing: it has none of the files " + String.join(", ", entries)
                    + " with a class name in it");
        }
        Optional<PluginManifest> manifest = contents.manifest();
        if (manifest.isEmpty()) {
            return Optional.of("its manifest lacks " + String.join(", ", contents.missingAttributes())
                    + "; add them to META-INF/MANIFEST.MF");
        }
        if (contents.dependencies().isPresent()) {
            return Optional.of("it asks for other plugins (Plugin-Dependencies: "
                    + contents.dependencies().get() + "), but plugins stand alone; bundle what it needs");
        }
        String range = manifest.get().requires();
        try {
            return api.satisfies(range, versions)
                    ? Optional.empty()
                    : Optional.of("it needs dev.ovi.api " + range + ", and this is " + api.number()
                            + "; get a version of the plugin for this Ovi, or another Ovi");
        } catch (RuntimeException e) {
            return Optional.of("its Plugin-Requires \"" + range
                    + "\" is not a range of semantic versions, such as \">=0.1.0 & <1.0.0\"");
        }
    }

    boolean isAdmitted() {
        return state instanceof JarState.Loaded;
    }

    PluginSource.Jar source() {
        return new PluginSource.Jar(file, manifest.orElseThrow());
    }

    JarAdmission refused(String reason) {
        return new JarAdmission(file, manifest, providers, new JarState.Refused(reason));
    }

    /** The same jar, still admitted, with one more note. */
    JarAdmission noted(String note) {
        List<String> notes = new ArrayList<>(state instanceof JarState.Loaded loaded ? loaded.notes() : List.of());
        notes.add(note);
        return new JarAdmission(file, manifest, providers, new JarState.Loaded(notes));
    }

    JarReport report() {
        return new JarReport(file, manifest, List.copyOf(providers.keySet()), state);
    }
}
