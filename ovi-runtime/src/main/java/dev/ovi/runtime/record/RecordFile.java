package dev.ovi.runtime.record;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.record.RecordMetadata.SeriesAxes;
import dev.ovi.runtime.safetensors.SafetensorsFile;
import dev.ovi.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A record on disk, {@code .attention.safetensors}: one float32 tensor for each series, and metadata that names its axes.
 * Maps are read from the mapped file when they are asked for, and not before.
 */
public final class RecordFile {
    /** How the names of such files end. */
    public static final String EXTENSION = ".attention.safetensors";

    private final AttentionRecord record;

    private RecordFile(AttentionRecord record) {
        this.record = record;
    }

    /**
     * Opens a record.
     *
     * @throws OviException if the file cannot be read, is no record, is damaged, or of a newer format
     */
    public static RecordFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new RecordFile(read(path, file));
        } catch (IllegalArgumentException e) {
            throw new OviException(path + ": the record is damaged: " + e.getMessage(), e);
        }
    }

    /** The record; its maps keep the file mapped as long as they can be reached. */
    public AttentionRecord record() {
        return record;
    }

    private static AttentionRecord read(Path path, SafetensorsFile file) {
        RecordMetadata metadata = RecordMetadata.read(path, file.metadata());
        return AttentionRecord.builder()
                .prompts(metadata.prompts())
                .timesteps(metadata.timesteps())
                .completedSteps(metadata.completedSteps())
                .video(metadata.video())
                .frames(metadata.frames())
                .configuration(metadata.configuration())
                .series(metadata.series().entrySet().stream()
                        .map(entry -> series(path, entry.getKey(), entry.getValue(), file.tensor(entry.getKey())))
                        .toList())
                .build();
    }

    private static MapSeries series(Path path, String name, SeriesAxes axes, TensorView tensor) {
        if (tensor.dtype() != DType.FLOAT32 || !Arrays.equals(tensor.shape(), axes.shape())) {
            throw new OviException(path + ": tensor \"" + name + "\" is " + tensor + ", its axes say FLOAT32"
                    + Arrays.toString(axes.shape()) + "; the record is damaged");
        }
        return new MapSeries(
                axes.kind(),
                axes.branch(),
                axes.steps(),
                axes.layers(),
                axes.heads(),
                axes.positions(),
                axes.grid(),
                tensor.data());
    }

    /**
     * Writes a record, whole or not at all.
     *
     * @throws OviException if it cannot be written
     */
    public static void write(Path path, AttentionRecord record) {
        SafetensorsWriter writer = SafetensorsWriter.to(path);
        RecordMetadata.write(record).forEach(writer::metadata);
        for (MapSeries series : record.series()) {
            long[] shape = SeriesAxes.of(series).shape();
            writer.tensor(series.name(), TensorView.contiguous(series.values(), DType.FLOAT32, shape));
        }
        writer.write();
    }
}
