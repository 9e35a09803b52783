package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that computes attention by one backend for each kind. */
final class BackendOption {
    @Option(names = "--backend", paramLabel = "ID", description = "Attention backend, or auto.")
    private @Nullable String backend;

    /** Lays it over everything that the loader has, if it was given. */
    void applyTo(ConfigurationLoader loader) {
        if (backend != null) {
            loader.option("--backend", Schema.ATTENTION_BACKEND, backend);
        }
    }
}
