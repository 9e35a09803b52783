package dev.ovi.runtime.cli;

import dev.ovi.runtime.Ovi;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.render.Rendering;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ovi generate}: makes videos with sound, their attention records, and pictures of them. */
@Command(
        name = "generate",
        description = "Turn a prompt into a video with sound, record its attention, and draw it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ovi generate \"a red circle moving left and a blue square moving up\" --tokens circle,square",
            "  ovi generate \"a red circle and a blue square\" --edit \"red circle=20\"",
            "  ovi generate --config inference_fusion.yaml --set sample_steps=20"
        })
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description =
                    "What the video shows, or a CSV or TSV file with a column text_prompt; without it, text_prompt of"
                            + " the configuration.")
    private @Nullable String prompt;

    @Option(names = "--image", paramLabel = "FILE", description = "Start from this image (mode i2v).")
    private @Nullable String image;

    @Option(names = "--profile", description = "Say at the end where the time went, and how much memory was used.")
    private boolean profile;

    @Mixin
    private CommonOptions options;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        Configuration configuration = configuration();
        List<Prompt> prompts = Prompt.of(configuration.engine());
        var report =
                new RunReport(spec.commandLine().getOut(), spec.commandLine().getErr(), json.isGiven(), profile);
        try (Ovi ovi = Installation.open(configuration);
                ShutdownSignal signal = ShutdownSignal.listen()) {
            Rendering rendering = ovi.rendering(configuration);
            Interruption interruption = signal.interruption();
            ovi.generate(
                    prompts,
                    configuration,
                    report,
                    interruption,
                    result -> draw(result, rendering, configuration, report));
            report.end(interruption.isRequested(), ovi.memory());
            return report.isSound() ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            report.close();
        }
    }

    private Configuration configuration() {
        ConfigurationLoader loader = options.loader();
        if (prompt != null) {
            loader.option("PROMPT", Schema.TEXT_PROMPT, prompt);
        }
        if (image != null) {
            loader.option("--image", Schema.IMAGE_PATH, image);
            loader.option("--image", Schema.MODE, "i2v");
        }
        return loader.load();
    }

    private static void draw(RunResult result, Rendering rendering, Configuration configuration, RunReport report) {
        report.finished(result);
        if (rendering.isEmpty()) {
            return;
        }
        Optional<RecordedRun> run = result.recorded();
        if (run.isEmpty()) {
            report.note("nothing is drawn: there is no attention record"
                    + (configuration.attention().capture().enabled() ? "" : ", capture is off"));
            return;
        }
        report.stage("drawing");
        rendering.render(run.get(), List.of(), configuration.engine().outputDirectory(), report);
    }
}
