package dev.ovi.runtime.cli;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.record.RecordFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ovi inspect}: shows what a record holds. */
@Command(
        name = "inspect",
        description =
                "Show what an attention record holds: prompt, words, maps with their axes, and the run's configuration.",
        footerHeading = "%nExample:%n",
        footer = "  ovi inspect examples/tiny-ovi/upstream.attention.safetensors")
final class InspectCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RECORD", description = "The record, a file that ends with .attention.safetensors.")
    private Path file;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        AttentionRecord record = RecordFile.open(file).record();
        PrintWriter out = spec.commandLine().getOut();
        if (json.isGiven()) {
            out.println(Json.write(toMap(record)));
        } else {
            print(record, out);
        }
        out.flush();
    }

    private static void print(AttentionRecord record, PrintWriter out) {
        VideoFormat video = record.video();
        out.println("prompt   " + record.prompt().text());
        out.println("tokens   " + record.prompt().tokens().size() + " and "
                + record.prompt().paddingCount() + " padding");
        out.println("words    "
                + record.prompt().words().stream()
                        .map(word -> word.text() + word.tokens())
                        .collect(Collectors.joining(" ")));
        out.println("steps    " + record.completedSteps() + " of "
                + record.timesteps().size()
                + (record.partial() ? " (partial: the run was stopped)" : "") + ", timesteps "
                + record.timesteps().stream()
                        .map(timestep -> String.format(Locale.ROOT, "%.0f", timestep))
                        .collect(Collectors.joining(" ")));
        out.println("video    " + video.width() + "×" + video.height() + ", " + video.frames() + " frames at "
                + video.framesPerSecond() + " a second, " + record.frames().latentFrames() + " latent frames");
        for (MapSeries series : record.series()) {
            out.println("maps     " + series.name() + ": " + axes(series));
        }
        record.configuration().forEach((key, value) -> out.println("setting  " + key + " = " + value));
    }

    private static String axes(MapSeries series) {
        return series.steps().size() + " steps × "
                + (series.layers().isEmpty() ? "" : series.layers().size() + " layers × ")
                + (series.heads().isEmpty() ? "" : series.heads().size() + " heads × ")
                + series.positions().size() + " positions × " + series.grid() + " (frame × row × column), "
                + String.format(Locale.ROOT, "%.1f MiB", series.values().byteSize() / (double) (1 << 20));
    }

    private static Map<String, @Nullable Object> toMap(AttentionRecord record) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("prompt", text(record.prompt()));
        Prompts prompts = record.prompts();
        map.put("video_negative", prompts.videoNegative() == null ? null : text(prompts.videoNegative()));
        map.put("audio_negative", prompts.audioNegative() == null ? null : text(prompts.audioNegative()));
        map.put("timesteps", record.timesteps());
        map.put("completed_steps", record.completedSteps());
        map.put("partial", record.partial());
        map.put("video", video(record));
        map.put("series", record.series().stream().map(InspectCommand::series).toList());
        map.put("configuration", record.configuration());
        return map;
    }

    private static Map<String, Object> video(AttentionRecord record) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("width", record.video().width());
        map.put("height", record.video().height());
        map.put("frames", record.video().frames());
        map.put("frames_per_second", record.video().framesPerSecond());
        map.put("latent_frames", record.frames().latentFrames());
        return map;
    }

    private static Map<String, Object> text(PromptText text) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("raw", text.raw());
        map.put("text", text.text());
        map.put("padding", text.paddingCount());
        map.put("words", text.words().stream().map(InspectCommand::word).toList());
        return map;
    }

    private static Map<String, Object> word(Word word) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", word.text());
        map.put("occurrence", word.occurrence());
        map.put("tokens", word.tokens());
        map.put("role", word.role().id());
        return map;
    }

    private static Map<String, Object> series(MapSeries series) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", series.name());
        map.put("steps", series.steps());
        map.put("layers", series.layers());
        map.put("heads", series.heads());
        map.put("positions", series.positions());
        map.put(
                "grid",
                List.of(
                        series.grid().frames(),
                        series.grid().height(),
                        series.grid().width()));
        map.put("bytes", series.values().byteSize());
        return map;
    }
}
