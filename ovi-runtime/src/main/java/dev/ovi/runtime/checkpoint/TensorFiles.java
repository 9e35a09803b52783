package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.pytorch.PyTorchFile;
import dev.ovi.runtime.safetensors.SafetensorsFile;
import dev.ovi.runtime.safetensors.ShardedSafetensors;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.nio.file.Path;

/** Files of tensors in any format that a checkpoint may have. */
public final class TensorFiles {
    private TensorFiles() {}

    /**
     * Opens a file by the format that its name tells: {@code .safetensors}, {@code .safetensors.index.json} (shards),
     * {@code .pth}, {@code .pt} (PyTorch).
     *
     * @throws CheckpointException if the file cannot be read, is damaged, or has another name
     */
    public static TensorSource open(Path path) {
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".safetensors")) {
            return SafetensorsFile.open(path);
        } else if (name.endsWith(".safetensors.index.json")) {
            return ShardedSafetensors.open(path);
        } else if (name.endsWith(".pth") || name.endsWith(".pt")) {
            return PyTorchFile.open(path);
        }
        throw new CheckpointException(
                path, "is none of the formats .safetensors, .safetensors.index.json, .pth and .pt, going by its name");
    }
}
