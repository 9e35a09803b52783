package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a record's maps are drawn. */
final class MapOptions {
    @Option(names = "--kind", paramLabel = "KIND", description = "Kind of maps, for instance text_to_video.")
    private @Nullable String kind;

    @Option(names = "--branch", paramLabel = "BRANCH", description = "Maps of which pass: conditional or negative.")
    private @Nullable String branch;

    @Option(names = "--step", paramLabel = "N", description = "One diffusion step, from 0, in place of all.")
    private @Nullable String step;

    @Option(names = "--layer", paramLabel = "N", description = "One layer, from 0, in place of the mean.")
    private @Nullable String layer;

    @Option(names = "--head", paramLabel = "N", description = "One head, from 0, in place of the mean.")
    private @Nullable String head;

    /** Lays what was given over everything that the loader has. */
    void applyTo(ConfigurationLoader loader) {
        if (kind != null) {
            loader.option("--kind", Schema.VISUALIZE_KIND, kind);
        }
        if (branch != null) {
            loader.option("--branch", Schema.VISUALIZE_BRANCH, branch);
        }
        if (step != null) {
            loader.option("--step", Schema.VISUALIZE_STEP, step);
        }
        if (layer != null) {
            loader.option("--layer", Schema.VISUALIZE_LAYER, layer);
        }
        if (head != null) {
            loader.option("--head", Schema.VISUALIZE_HEAD, head);
        }
    }
}
