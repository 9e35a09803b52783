package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that runs the model. */
final class GenerationOptions {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise; the same seed gives the same output.")
    private @Nullable String seed;

    @Option(names = "--steps", paramLabel = "N", description = "Diffusion steps.")
    private @Nullable String steps;

    @Option(names = "--backend", paramLabel = "ID", description = "Attention backend, or auto.")
    private @Nullable String backend;

    /** Lays what was given over everything that the loader has. */
    void applyTo(ConfigurationLoader loader) {
        if (seed != null) {
            loader.option("--seed", Schema.SEED, seed);
        }
        if (steps != null) {
            loader.option("--steps", Schema.SAMPLE_STEPS, steps);
        }
        if (backend != null) {
            loader.option("--backend", Schema.ATTENTION_BACKEND, backend);
        }
    }
}
