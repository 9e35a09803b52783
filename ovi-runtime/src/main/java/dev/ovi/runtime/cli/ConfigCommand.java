package dev.ovi.runtime.cli;

import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationPrinter;
import dev.ovi.runtime.config.SchemaPrinter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ovi config}: shows the effective configuration, or every key that there is. */
@Command(
        name = "config",
        description = "Show the settings that a run with the same options would have, and where each comes from.",
        footerHeading = "%nExample:%n",
        footer = "  ovi config --show --config my.yaml --set sample_steps=20")
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @ArgGroup
    private @Nullable What what;

    @Mixin
    private CommonOptions options;

    @Mixin
    private JsonOption json;

    /** What to show. */
    private static final class What {
        @Option(names = "--show", description = "Show every setting's value and origin. This is the default.")
        @SuppressWarnings("UnusedVariable") // that it excludes the other one is all it does
        private boolean show;

        @Option(names = "--keys", description = "Show every key, what it allows, its default and what it does.")
        private boolean keys;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (what != null && what.keys) {
            json.answer(out, SchemaPrinter::toMaps, SchemaPrinter::toText);
        } else {
            Configuration configuration = options.loader().load();
            json.answer(out, () -> toMap(configuration), () -> ConfigurationPrinter.toYamlWithOrigins(configuration));
        }
    }

    private static Map<String, Object> toMap(Configuration configuration) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("configuration", ConfigurationPrinter.toMap(configuration));
        map.put("origins", ConfigurationPrinter.originsToMap(configuration));
        return map;
    }
}
