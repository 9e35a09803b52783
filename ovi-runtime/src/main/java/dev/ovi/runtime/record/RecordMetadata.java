package dev.ovi.runtime.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.runtime.base.OviException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record's file says about its maps: one JSON text for each key of the safetensors metadata, so that a few lines of
 * Python read it.
 */
final class RecordMetadata {
    static final String FORMAT = "ovi-attention-record";
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final Path file;
    private final Map<String, String> texts;

    private RecordMetadata(Path file, Map<String, String> texts) {
        this.file = file;
        this.texts = texts;
    }

    /**
     * The axes of one series.
     *
     * @param axes the names of the tensor's dimensions, in order
     */
    record SeriesAxes(
            AttentionKind kind,
            Branch branch,
            List<String> axes,
            List<Integer> steps,
            List<Integer> layers,
            List<Integer> heads,
            List<Integer> positions,
            PatchGrid grid) {

        static SeriesAxes of(MapSeries series) {
            return of(
                    series.kind(),
                    series.branch(),
                    series.steps(),
                    series.layers(),
                    series.heads(),
                    series.positions(),
                    series.grid());
        }

        static SeriesAxes of(
                AttentionKind kind,
                Branch branch,
                List<Integer> steps,
                List<Integer> layers,
                List<Integer> heads,
                List<Integer> positions,
                PatchGrid grid) {
            List<String> axes = new ArrayList<>(List.of("step"));
            if (!layers.isEmpty()) {
                axes.add("layer");
            }
            if (!heads.isEmpty()) {
                axes.add("head");
            }
            axes.add(kind.position() == Sequence.TEXT ? "token" : "position");
            axes.addAll(List.of("frame", "y", "x"));
            return new SeriesAxes(kind, branch, axes, steps, layers, heads, positions, grid);
        }

        String name() {
            return kind.id() + "." + branch.id();
        }

        long[] shape() {
            List<Long> shape = new ArrayList<>(List.of((long) steps.size()));
            if (!layers.isEmpty()) {
                shape.add((long) layers.size());
            }
            if (!heads.isEmpty()) {
                shape.add((long) heads.size());
            }
            shape.add((long) positions.size());
            shape.addAll(List.of((long) grid.frames(), (long) grid.height(), (long) grid.width()));
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** The metadata of a record, by key. */
    static Map<String, String> write(AttentionRecord record) {
        return write(record, record.series().stream().map(SeriesAxes::of).toList());
    }

    /** The metadata of a record whose maps are elsewhere, by key. */
    static Map<String, String> write(AttentionRecord record, List<SeriesAxes> axes) {
        Map<String, SeriesAxes> series = new LinkedHashMap<>();
        axes.forEach(one -> series.put(one.name(), one));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", FORMAT);
        texts.put("format_version", String.valueOf(VERSION));
        texts.put("prompt", JSON.writeValueAsString(record.prompt()));
        texts.put("video_negative", JSON.writeValueAsString(record.prompts().videoNegative()));
        texts.put("audio_negative", JSON.writeValueAsString(record.prompts().audioNegative()));
        texts.put("words", JSON.writeValueAsString(record.prompt().words()));
        texts.put("timesteps", JSON.writeValueAsString(record.timesteps()));
        texts.put("completed_steps", JSON.writeValueAsString(record.completedSteps()));
        texts.put("partial", JSON.writeValueAsString(record.partial()));
        texts.put("video", JSON.writeValueAsString(record.video()));
        texts.put("frame_mapping", JSON.writeValueAsString(record.frames()));
        texts.put("configuration", JSON.writeValueAsString(record.configuration()));
        texts.put("series", JSON.writeValueAsString(series));
        return texts;
    }

    /**
     * Metadata that was read from a file.
     *
     * @throws OviException if the file is no record, or of a newer format
     */
    static RecordMetadata read(Path file, Map<String, String> texts) {
        if (!FORMAT.equals(texts.get("format"))) {
            throw new OviException(file + ": is not an attention record: its metadata has format " + texts.get("format")
                    + ", expected " + FORMAT);
        }
        var metadata = new RecordMetadata(file, texts);
        int version = metadata.get("format_version", new TypeReference<Integer>() {});
        if (version < 1 || version > VERSION) {
            throw new OviException(file + ": is of format version " + version + ", this Ovi reads up to " + VERSION
                    + "; use a newer Ovi");
        }
        return metadata;
    }

    Prompts prompts() {
        PromptText prompt = get("prompt", new TypeReference<>() {});
        PromptText videoNegative = find("video_negative", new TypeReference<>() {});
        PromptText audioNegative = find("audio_negative", new TypeReference<>() {});
        return new Prompts(prompt, videoNegative, audioNegative);
    }

    List<Double> timesteps() {
        return get("timesteps", new TypeReference<>() {});
    }

    int completedSteps() {
        return get("completed_steps", new TypeReference<Integer>() {});
    }

    VideoFormat video() {
        return get("video", new TypeReference<>() {});
    }

    FrameMapping frames() {
        return get("frame_mapping", new TypeReference<>() {});
    }

    Map<String, String> configuration() {
        return get("configuration", new TypeReference<LinkedHashMap<String, String>>() {});
    }

    Map<String, SeriesAxes> series() {
        return get("series", new TypeReference<LinkedHashMap<String, SeriesAxes>>() {});
    }

    private <T> T get(String key, TypeReference<T> type) {
        T value = find(key, type);
        if (value == null) {
            throw new OviException(file + ": metadata \"" + key + "\" is missing; the record is damaged");
        }
        return value;
    }

    private <T> @Nullable T find(String key, TypeReference<T> type) {
        String text = texts.get(key);
        if (text == null) {
            throw new OviException(file + ": metadata \"" + key + "\" is missing; the record is damaged");
        }
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException e) {
            throw new OviException(
                    file + ": metadata \"" + key + "\" cannot be understood: " + e.getOriginalMessage(), e);
        }
    }
}
