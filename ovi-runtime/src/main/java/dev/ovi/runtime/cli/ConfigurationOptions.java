package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads a configuration. */
final class ConfigurationOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Read settings from a YAML file, in which relative paths begin at its folder; Ovi's own inference files will"
                            + " do.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Set one key, for instance attention.capture.granularity=layer. 'ovi config --keys' lists them.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--output-dir", paramLabel = "DIR", description = "Write results to this folder.")
    private @Nullable String outputDirectory;

    @Option(names = "--plugins", paramLabel = "DIR", description = "Load the plugin jars in this folder as well.")
    private List<String> pluginDirectories = new ArrayList<>();

    /** A loader with the packaged configuration, the files, the assignments and these options. */
    ConfigurationLoader loader() {
        ConfigurationLoader loader = new ConfigurationLoader();
        Installation.packagedConfiguration().ifPresent(loader::packaged);
        files.forEach(loader::file);
        assignments.forEach(loader::set);
        if (outputDirectory != null) {
            loader.option("--output-dir", Schema.OUTPUT_DIR, outputDirectory);
        }
        if (!pluginDirectories.isEmpty()) {
            loader.option("--plugins", Schema.PLUGIN_DIRECTORIES, pluginDirectories);
        }
        return loader;
    }
}
