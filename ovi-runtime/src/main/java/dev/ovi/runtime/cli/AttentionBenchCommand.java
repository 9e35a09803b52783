package dev.ovi.runtime.cli;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.bench.AttentionBench;
import dev.ovi.runtime.bench.AttentionMeasurement;
import dev.ovi.runtime.bench.AttentionWorkload;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.plugin.PluginFactory;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.runtime.plugin.PluginKind;
import dev.ovi.torch.LibTorch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ovi bench attention}: every backend beside libtorch's own attention. */
@Command(
        name = "attention",
        description = {
            "Time every backend beside libtorch's own attention, with and without capture, with padding written out and"
                    + " collapsed into one column, and show memory and the error against float64.",
            "Rows are timed in turns; ratios are to libtorch's own attention over all keys in the same round."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ovi bench attention --size real --backend flash",
            "  ovi bench attention --size small --queries 5000"
        })
final class AttentionBenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "SIZE",
            description = "The small model's size or real Ovi's: ${COMPLETION-CANDIDATES}. Default: both.")
    private List<Size> sizes = new ArrayList<>(List.of(Size.values()));

    @Option(names = "--heads", paramLabel = "N", description = "Heads instead of the size's.")
    private @Nullable Integer heads;

    @Option(names = "--queries", paramLabel = "N", description = "Video patches instead of the size's.")
    private @Nullable Integer queries;

    @Option(names = "--keys", paramLabel = "N", description = "Keys, padding included, instead of the size's.")
    private @Nullable Integer keys;

    @Option(names = "--tokens", paramLabel = "N", description = "Real tokens among the keys instead of the size's.")
    private @Nullable Integer tokens;

    @Option(names = "--head-dim", paramLabel = "N", description = "Width of a head instead of the size's.")
    private @Nullable Integer headDim;

    @Option(names = "--backend", split = ",", paramLabel = "ID", description = "Only these backends. Default: all.")
    private List<String> backends = new ArrayList<>();

    @Mixin
    private RoundsOption rounds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the random inputs. Default: drawn anew.")
    private @Nullable Long seed;

    /** The sizes that have a name. */
    private enum Size {
        small,
        real
    }

    @Override
    public void run() {
        int times = rounds.count();
        Configuration effective = configuration.loader().load();
        DType dtype = effective.runtime().dtype();
        List<AttentionWorkload> workloads =
                sizes.stream().map(size -> workload(size, dtype)).toList();
        Compute compute = Compute.open(effective.runtime());
        LibTorch torch = compute.torch();
        List<AttentionMeasurement> measured = new ArrayList<>();
        try (PluginHost plugins = Installation.openPlugins(effective)) {
            Map<String, PluginInstance<AttentionBackend>> instances = new LinkedHashMap<>();
            try {
                for (PluginFactory<AttentionBackend> factory : chosen(plugins)) {
                    PluginInstance<AttentionBackend> instance =
                            factory.create(effective.attentionOptions().resolve(factory.id(), factory.options()));
                    instances.put(factory.id(), instance);
                    instance.run(backend -> backend.open(compute));
                }
                var bench = new AttentionBench(torch, instances, times);
                PrintWriter err = spec.commandLine().getErr();
                for (AttentionWorkload workload : workloads) {
                    err.println("measuring size " + workload.name() + ", " + times + " rounds …");
                    err.flush();
                    measured.add(bench.measure(workload, seed == null ? new Random().nextLong() : seed));
                }
            } finally {
                instances.values().forEach(PluginInstance::close);
            }
        }
        var report = new AttentionBenchReport(torch, measured);
        json.answer(spec.commandLine().getOut(), report::toMap, report::toText);
    }

    private AttentionWorkload workload(Size size, DType dtype) {
        AttentionWorkload named = switch (size) {
            case small -> AttentionWorkload.small(dtype);
            case real -> AttentionWorkload.real(dtype);
        };
        return new AttentionWorkload(
                named.name(),
                or(heads, named.heads()),
                or(queries, named.queries()),
                or(keys, named.keys()),
                or(tokens, named.tokens()),
                or(headDim, named.headDim()),
                dtype);
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private List<PluginFactory<AttentionBackend>> chosen(PluginHost plugins) {
        List<PluginFactory<AttentionBackend>> chosen = backends.isEmpty()
                ? plugins.all(PluginKind.BACKEND)
                : backends.stream().distinct().map(plugins::backend).toList();
        if (chosen.isEmpty()) {
            throw new OviException("no backend was found; 'ovi plugins' shows what was, and why jars were refused");
        }
        return chosen;
    }
}
