package dev.ovi.runtime.cli;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.record.RecordFile;
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
        json.answer(spec.commandLine().getOut(), () -> toMap(record), () -> toText(record));
    }

    private static String toText(AttentionRecord record) {
        VideoFormat video = record.video();
        StringBuilder text = new StringBuilder();
        line(text, "prompt   " + record.prompt().text());
        line(
                text,
                "tokens   " + record.prompt().tokens().size() + " and "
                        + record.prompt().paddingCount() + " padding");
        line(
                text,
                "words    "
                        + record.prompt().words().stream()
                                .map(word -> word.text() + word.tokens())
                                .collect(Collectors.joining(" ")));
        line(
                text,
                "steps    " + record.completedSteps() + " of "
                        + record.timesteps().size()
                        + (record.partial() ? " (partial: the run was stopped)" : "") + ", timesteps "
                        + record.timesteps().stream()
                                .map(timestep -> String.format(Locale.ROOT, "%.0f", timestep))
                                .collect(Collectors.joining(" ")));
        line(
                text,
                "video    " + video.width() + "×" + video.height() + ", " + video.frames() + " frames at "
                        + video.framesPerSecond() + " a second, "
                        + record.frames().latentFrames() + " latent frames");
        for (MapSeries series : record.series()) {
            line(text, "maps     " + series.name() + ": " + axes(series));
        }
        record.configuration().forEach((key, value) -> line(text, "setting  " + key + " = " + value));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String axes(MapSeries series) {
        return series.steps().size() + " steps × "
                + (series.layers().isEmpty() ? "" : series.layers().size() + " layers × ")
                + (series.heads().isEmpty() ? "" : series.heads().size() + " heads × ")
                + series.positions().size() + " positions × " + series.grid() + " (frame × row × column), "
                + ByteCount.text(series.values().byteSize());
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
