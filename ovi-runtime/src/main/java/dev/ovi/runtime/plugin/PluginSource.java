package dev.ovi.runtime.plugin;

import java.nio.file.Path;

/** Where a provider came from. */
public sealed interface PluginSource {

    /** How messages name it. */
    String label();

    /**
     * A jar in one of the plugin directories.
     *
     * @param file the jar
     * @param manifest what it says of itself
     */
    record Jar(Path file, PluginManifest manifest) implements PluginSource {
        /** For instance {@code visualizer-jet-gif.jar 0.1.0}. */
        @Override
        public String label() {
            return file.getFileName() + " " + manifest.version();
        }
    }

    /** The host's own class path, for programs that embed the runtime. */
    record ClassPath() implements PluginSource {
        @Override
        public String label() {
            return "class path";
        }
    }
}
