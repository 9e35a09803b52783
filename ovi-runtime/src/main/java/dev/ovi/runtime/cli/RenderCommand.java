package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Origin;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.media.WrittenFile;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.render.RenderListener;
import dev.ovi.runtime.render.Rendering;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ovi render}: draws a record, without the model. */
@Command(
        name = "render",
        description = "Draw the attention that a run recorded.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ovi render outputs/run.attention.safetensors --tokens circle --frame 0",
            "  ovi render a.attention.safetensors --compare b.attention.safetensors"
        })
final class RenderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RECORD", description = "The record, a file that ends with .attention.safetensors.")
    private Path record;

    @Mixin
    private PictureOptions picture;

    @Mixin
    private MapOptions maps;

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "The run's video; without it, the .mp4 beside the record, or else black frames.")
    private @Nullable Path video;

    @Option(
            names = "--compare",
            paramLabel = "RECORD",
            description = "Another record to compare with, for visualizers that can; may be given again.")
    private List<Path> others = new ArrayList<>();

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        ConfigurationLoader loader = configuration.loader();
        picture.applyTo(loader);
        maps.applyTo(loader);
        Configuration settings = loader.load();
        RecordedRun opened = RecordedRun.open(record);
        RecordedRun run = video == null ? opened : opened.withVideo(video);
        List<RecordedRun> compared = others.stream().map(RecordedRun::open).toList();
        try (PluginHost plugins = Installation.openPlugins(settings)) {
            Rendering rendering = Rendering.of(settings, plugins);
            if (rendering.isEmpty()) {
                throw new UsageException("no visualizer was chosen; name some with --visualizer a,b");
            }
            var report =
                    new Report(spec.commandLine().getOut(), spec.commandLine().getErr(), json.isGiven());
            boolean succeeded = rendering.render(run, compared, folder(settings), report);
            report.end();
            return succeeded ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** Pictures go where the user says; where nobody says anything, to the record that they show. */
    private Path folder(Configuration settings) {
        Path chosen = settings.value(Schema.OUTPUT_DIR).orElseThrow();
        return switch (settings.origin(Schema.OUTPUT_DIR)) {
            case Origin.BuiltIn _, Origin.Packaged _ -> {
                Path parent = record.getParent();
                yield parent == null ? Path.of("") : parent;
            }
            default -> chosen;
        };
    }

    /** Tells of each file and failure when it happens, or of all at the end as JSON. */
    private static final class Report implements RenderListener {
        private final PrintWriter out;
        private final PrintWriter err;
        private final boolean json;
        private final CommandResult result = new CommandResult();

        Report(PrintWriter out, PrintWriter err, boolean json) {
            this.out = out;
            this.err = err;
            this.json = json;
        }

        @Override
        public void written(WrittenFile written) {
            result.add(written);
            if (!json) {
                out.println(written.file());
                out.flush();
                err.println("ovi: " + written.line());
                err.flush();
            }
        }

        @Override
        public void failed(OviException failure) {
            result.addProblem(String.valueOf(failure.getMessage()));
            err.println("ovi: " + failure.getMessage());
            err.flush();
        }

        void end() {
            if (json) {
                out.println(JsonOption.write(result.toMap()));
                out.flush();
            }
        }
    }
}
