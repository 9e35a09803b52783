package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.ConfigurationLoader;
import picocli.CommandLine.Mixin;

/** All options that stand for settings, for commands that both run the model and draw its attention. */
final class CommonOptions {
    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private GenerationOptions generation;

    @Mixin
    private PictureOptions picture;

    /** A loader with every layer up to these options; a command may add options of its own. */
    ConfigurationLoader loader() {
        ConfigurationLoader loader = configuration.loader();
        generation.applyTo(loader);
        picture.applyTo(loader);
        return loader;
    }
}
