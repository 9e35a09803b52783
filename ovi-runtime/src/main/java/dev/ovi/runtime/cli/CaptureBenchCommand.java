package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.bench.CaptureBench;
import dev.ovi.runtime.bench.CaptureMeasurement;
import dev.ovi.runtime.bench.CaptureMeasurement.Round;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.plugin.PluginHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ovi bench capture}: what looking costs. */
@Command(
        name = "capture",
        description = {
            "Time the main job with capture on beside the same job with capture off, and compare their videos.",
            "Whole runs of one process take turns after one that warms up. A run's time is the median of its diffusion",
            "steps; the ratio is the median of the rounds', each of two runs that followed one another."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ovi bench capture --steps 20 --rounds 3", "  ovi bench capture --set attention.capture.tokens=all"
        })
final class CaptureBenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ExamplePrompt prompt;

    @Mixin
    private RoundsOption rounds;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private GenerationOptions generation;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Configuration seen = configuration(true, folder.path());
            if (seen.engine().sampleSteps() < 2) {
                throw new UsageException("--steps is " + seen.engine().sampleSteps()
                        + "; expected 2 or more, since the first step of a run is not counted");
            }
            try (PluginHost plugins = Installation.openPlugins(seen)) {
                PrintWriter err = spec.commandLine().getErr();
                var bench = new CaptureBench(seen, configuration(false, folder.path()), plugins, err::println);
                err.println("running " + (2 * rounds.count() + 1) + " times "
                        + seen.engine().sampleSteps() + " steps …");
                err.flush();
                return report(bench.measure(new Prompt(prompt.text(), Optional.empty()), rounds.count()));
            }
        }
    }

    private Configuration configuration(boolean capture, Path folder) {
        ConfigurationLoader loader = configuration.loader();
        generation.applyTo(loader);
        loader.option("capture", Schema.CAPTURE_ENABLED, String.valueOf(capture));
        loader.option("capture", Schema.OUTPUT_DIR, folder.toString());
        return loader.load();
    }

    private int report(CaptureMeasurement measured) {
        json.answer(spec.commandLine().getOut(), () -> toMap(measured), () -> toText(measured));
        return measured.identical() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Map<String, Object> toMap(CaptureMeasurement measured) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rounds", measured.rounds().size());
        map.put("steps", measured.steps());
        map.put("step_seconds_with_capture", measured.median(Round::stepSecondsWithCapture));
        map.put("step_seconds_without", measured.median(Round::stepSecondsWithout));
        map.put("ratios", measured.rounds().stream().map(Round::ratio).toList());
        map.put("ratio", measured.median(Round::ratio));
        map.put("identical_videos", measured.identical());
        return map;
    }

    private static String toText(CaptureMeasurement measured) {
        return String.format(
                Locale.ROOT,
                "%d steps, %d rounds: %.1f ms a step with capture, %.1f ms without, ratio %.3f (%s);"
                        + " the videos are %s%n",
                measured.steps(),
                measured.rounds().size(),
                1e3 * measured.median(Round::stepSecondsWithCapture),
                1e3 * measured.median(Round::stepSecondsWithout),
                measured.median(Round::ratio),
                measured.rounds().stream()
                        .map(round -> String.format(Locale.ROOT, "%.3f", round.ratio()))
                        .collect(Collectors.joining(" ")),
                measured.identical() ? "identical" : "DIFFERENT");
    }
}
