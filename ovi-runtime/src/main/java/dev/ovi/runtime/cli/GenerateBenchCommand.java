package dev.ovi.runtime.cli;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.bench.GenerateBench;
import dev.ovi.runtime.bench.UpstreamOvi;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Solver;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ovi bench generate}: the main job beside upstream's code. */
@Command(
        name = "generate",
        description = {
            "Time the whole of 'ovi generate', from the start of the process to its end, beside upstream's own Python code"
                    + " with the same checkpoint and settings, on a CPU in float32.",
            "Ours captures attention, writes video and record, and draws; upstream's does none of that. Both run in turns."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git clone https://github.com/character-ai/Ovi upstream",
            "  pip install torch torchvision einops transformers ftfy omegaconf librosa safetensors",
            "  ovi bench generate --upstream upstream --python \"$(command -v python3)\""
        })
final class GenerateBenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ExamplePrompt prompt;

    @Option(
            names = "--upstream",
            paramLabel = "DIR",
            required = true,
            description = "A checkout of https://github.com/character-ai/Ovi.")
    private Path upstream = Path.of("");

    @Option(
            names = "--python",
            paramLabel = "FILE",
            required = true,
            description = "A Python that has torch and what upstream's modules import.")
    private Path python = Path.of("");

    @Mixin
    private RoundsOption rounds;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private GenerationOptions generation;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        ConfigurationLoader loader = configuration.loader();
        generation.applyTo(loader);
        Configuration effective = loader.load();
        requireComparable(effective);
        var bench = new GenerateBench(Installation.launcher(), new UpstreamOvi(upstream, python));
        PrintWriter err = spec.commandLine().getErr();
        err.println("running each " + rounds.count() + " times, "
                + effective.engine().sampleSteps() + " steps …");
        err.flush();
        GenerateBenchReport report;
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            report = new GenerateBenchReport(bench.measure(effective, prompt.text(), rounds.count(), folder.path()));
        }
        json.answer(spec.commandLine().getOut(), report::toMap, report::toText);
    }

    /** Upstream is driven with UniPC, from noise alone and in float32, with the sizes of model_spec.json. */
    private static void requireComparable(Configuration effective) {
        if (effective.runtime().dtype() != DType.FLOAT32) {
            throw new UsageException(
                    "runtime.dtype is " + effective.runtime().dtype() + "; the comparison is in float32");
        }
        if (effective.engine().solver() != Solver.UNIPC) {
            throw new UsageException(
                    "solver_name is " + effective.engine().solver().id() + "; the comparison is with unipc");
        }
        effective.engine().imagePath().ifPresent(image -> {
            throw new UsageException("image_path is " + image + "; the comparison begins with noise alone");
        });
        Path sizes = effective.engine().checkpointDirectory().resolve("model_spec.json");
        if (!Files.isRegularFile(sizes)) {
            throw new UsageException(
                    sizes + " is missing; the comparison needs a checkpoint that names its sizes there, such"
                            + " as the one in examples/tiny-ovi");
        }
    }
}
