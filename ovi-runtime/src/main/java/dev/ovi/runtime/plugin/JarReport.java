package dev.ovi.runtime.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A jar that lay in a plugin directory, and what became of it.
 *
 * @param file the jar
 * @param manifest what it says of itself; absent if that could not be read or was incomplete
 * @param kinds the kinds of provider that it names; empty if that could not be read
 * @param state loaded, or refused with the reason
 */
public record JarReport(Path file, Optional<PluginManifest> manifest, List<PluginKind<?>> kinds, JarState state) {

    /** With a copy of the kinds. */
    public JarReport {
        kinds = List.copyOf(kinds);
    }
}
