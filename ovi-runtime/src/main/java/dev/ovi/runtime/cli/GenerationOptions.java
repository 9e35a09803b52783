package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that runs the model. */
final class GenerationOptions {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise; the same seed gives the same output.")
    private @Nullable String seed;

    @Option(names = "--steps", paramLabel = "N", description = "Diffusion steps.")
    private @Nullable String steps;

    @Mixin
    private BackendOption backend;

    @Option(
            names = "--edit",
            paramLabel = "WORD=WEIGHT",
            description =
                    "Multiply a word's share of attention, for instance \"red circle=0\" to remove it; may be repeated."
                            + " attention.edits can limit it to steps, layers, frames and regions.")
    private List<String> edits = new ArrayList<>();

    /** Lays what was given over everything that the loader has. */
    void applyTo(ConfigurationLoader loader) {
        if (seed != null) {
            loader.option("--seed", Schema.SEED, seed);
        }
        if (steps != null) {
            loader.option("--steps", Schema.SAMPLE_STEPS, steps);
        }
        backend.applyTo(loader);
        if (!edits.isEmpty()) {
            loader.option("--edit", Schema.ATTENTION_EDITS, edits);
        }
    }
}
