package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that draws attention. */
final class PictureOptions {
    @Option(
            names = "--tokens",
            paramLabel = "WORD",
            split = ",",
            splitSynopsisLabel = ",",
            description =
                    "Words, phrases or indices to draw; without it, the mean over the prompt's real tokens, or each"
                            + " content word where a picture shows several.")
    private List<String> tokens = new ArrayList<>();

    @Option(names = "--frame", paramLabel = "N", description = "Video frame to draw over, from 0, or all.")
    private @Nullable String frame;

    @Option(
            names = "--visualizer",
            paramLabel = "ID",
            split = ",",
            splitSynopsisLabel = ",",
            description = "Visualizers to run. 'ovi plugins' lists them.")
    private List<String> visualizers = new ArrayList<>();

    /** Lays what was given over everything that the loader has. */
    void applyTo(ConfigurationLoader loader) {
        if (!tokens.isEmpty()) {
            loader.option("--tokens", Schema.VISUALIZE_TOKENS, tokens);
        }
        if (frame != null) {
            loader.option("--frame", Schema.VISUALIZE_FRAME, frame);
        }
        if (!visualizers.isEmpty()) {
            loader.option("--visualizer", Schema.VISUALIZERS, visualizers);
        }
    }
}
