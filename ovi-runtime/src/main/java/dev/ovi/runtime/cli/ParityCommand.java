package dev.ovi.runtime.cli;

import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.parity.Parity;
import dev.ovi.runtime.parity.ParityRow;
import dev.ovi.runtime.plugin.PluginHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ovi parity}: shows that this installation computes what upstream's code computes. */
@Command(
        name = "parity",
        description = {
            "Run every stage on the inputs of golden files, and compare with what upstream's code computed.",
            "Ends with exit code 1 if a tensor is beyond its bound."
        },
        footerHeading = "%nExample:%n",
        footer = "  ovi parity --ckpt-dir examples/tiny-ovi/ckpts --golden examples/tiny-ovi/goldens")
final class ParityCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--ckpt-dir", paramLabel = "DIR", description = "The checkpoint; default is the configuration's.")
    private @Nullable String checkpoint;

    @Option(names = "--golden", paramLabel = "DIR", required = true, description = "Folder with golden files.")
    private Path goldens = Path.of("");

    @Mixin
    private BackendOption backend;

    @Mixin
    private ConfigurationOptions options;

    @Mixin
    private JsonOption json;

    private final Set<String> notes = new HashSet<>();

    @Override
    public Integer call() {
        Configuration configuration = configuration();
        List<ParityRow> rows = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        try (PluginHost plugins = Installation.openPlugins(configuration)) {
            AttentionBackends.requireExisting(configuration.attention(), plugins);
            Compute compute = Compute.open(configuration.runtime());
            var parity = new Parity(
                    compute,
                    configuration.engine().checkpointDirectory(),
                    ModelVariant.ofModelName(configuration.engine().modelName()),
                    shapes -> AttentionBackends.choose(
                            configuration.attention(),
                            configuration.attentionOptions(),
                            plugins,
                            compute,
                            shapes,
                            this::note));
            parity.run(goldens, row -> {
                rows.add(row);
                if (!json.isGiven()) {
                    out.println(line(row));
                    out.flush();
                }
            });
        }
        long failed = rows.stream()
                .filter(row -> row.status() == ParityRow.Status.FAIL)
                .count();
        json.answer(
                out,
                () -> Map.of("rows", rows.stream().map(ParityCommand::toMap).toList()),
                () -> rows.size() + " tensors, " + failed + " beyond their bound" + System.lineSeparator());
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Configuration configuration() {
        ConfigurationLoader loader = options.loader();
        if (checkpoint != null) {
            loader.option("--ckpt-dir", Schema.CKPT_DIR, checkpoint);
        }
        backend.applyTo(loader);
        return loader.load();
    }

    /** Says something, once for all golden files. */
    private void note(String text) {
        if (notes.add(text)) {
            spec.commandLine().getErr().println(text);
        }
    }

    private static String line(ParityRow row) {
        return String.format(
                Locale.ROOT,
                "%-4s  rel %.2e  bound %s  max %.2e  %-4s %s",
                row.status().id(),
                row.rel(),
                Double.isNaN(row.bound()) ? "   -    " : String.format(Locale.ROOT, "%.2e", row.bound()),
                row.maxAbs(),
                row.dtype(),
                row.name());
    }

    private static Map<String, @Nullable Object> toMap(ParityRow row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", row.name());
        map.put("dtype", row.dtype());
        map.put("max_abs", row.maxAbs());
        map.put("rel", row.rel());
        map.put("bound", row.bound());
        map.put("status", row.status().id());
        return map;
    }
}
