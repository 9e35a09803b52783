package dev.ovi.runtime.cli;

import dev.ovi.runtime.bench.FfmpegTool;
import dev.ovi.runtime.bench.RenderBench;
import dev.ovi.runtime.bench.RenderMeasurement;
import dev.ovi.runtime.bench.RenderWorkload;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.render.Rendering;
import java.io.PrintWriter;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ovi bench render}: a GIF beside the ffmpeg command. */
@Command(
        name = "render",
        description = {
            "Time a GIF of jet-gif, from a record and a video to the finished file, beside the ffmpeg command, which gets"
                    + " the same pictures uncompressed and makes a palette and then the GIF of them.",
            "Both are timed in turns; a ratio is to ffmpeg in the same round. Record and video are made up."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ovi bench render", "  ovi bench render --width 1280 --height 720 --frames 20"})
final class RenderBenchCommand implements Runnable {
    private static final String VISUALIZER = "jet-gif";
    private static final int FRAMES_PER_SECOND = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--width",
            paramLabel = "PIXELS",
            defaultValue = "992",
            description = "Of the video. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(
            names = "--height",
            paramLabel = "PIXELS",
            defaultValue = "512",
            description = "Of the video. Default: ${DEFAULT-VALUE}.")
    private int height;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "50",
            description = "Pictures of the GIF. Default: ${DEFAULT-VALUE}.")
    private int frames;

    @Mixin
    private RoundsOption rounds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of maps and video. Default: drawn anew.")
    private @Nullable Long seed;

    @Override
    public void run() {
        var workload = new RenderWorkload(width, height, frames);
        FfmpegTool ffmpeg = FfmpegTool.find();
        RenderMeasurement measured;
        Configuration gif = drawing("gif");
        try (PluginHost plugins = Installation.openPlugins(gif)) {
            var bench = new RenderBench(
                    Rendering.of(gif, plugins), Rendering.of(drawing("apng"), plugins), ffmpeg, FRAMES_PER_SECOND);
            PrintWriter err = spec.commandLine().getErr();
            err.println("measuring " + rounds.count() + " rounds …");
            err.flush();
            measured = measure(bench, workload);
        }
        var report = new RenderBenchReport(measured);
        json.answer(spec.commandLine().getOut(), report::toMap, report::toText);
    }

    private RenderMeasurement measure(RenderBench bench, RenderWorkload workload) {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            return bench.measure(
                    workload, seed == null ? new Random().nextLong() : seed, rounds.count(), folder.path());
        }
    }

    /** What is drawn is always the same, whatever the user's configuration says of pictures. */
    private Configuration drawing(String format) {
        ConfigurationLoader loader = configuration.loader();
        loader.set("visualize.options=null");
        loader.set("visualize={visualizers: [" + VISUALIZER + "], tokens: [], kind: text_to_video, branch: conditional,"
                + " frame: 0, step: null, layer: null, head: null,"
                + " options: {" + VISUALIZER + ": {format: " + format + ", fps: " + FRAMES_PER_SECOND + "}}}");
        return loader.load();
    }
}
