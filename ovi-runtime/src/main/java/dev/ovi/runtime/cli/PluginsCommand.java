package dev.ovi.runtime.cli;

import dev.ovi.runtime.plugin.PluginHost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ovi plugins}: lists what there is, and what was refused. */
@Command(
        name = "plugins",
        description = {
            "List the backends, sinks and visualizers that there are, with their options, and the jars that were refused.",
            "Ends with exit code 1 if a jar was refused or a provider failed."
        },
        footerHeading = "%nExample:%n",
        footer = "  ovi plugins --plugins my-plugins --json")
final class PluginsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        try (PluginHost plugins =
                Installation.openPlugins(configuration.loader().load())) {
            var listing = PluginListing.of(plugins);
            json.answer(spec.commandLine().getOut(), listing::toMap, listing::toText);
            return listing.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }
}
