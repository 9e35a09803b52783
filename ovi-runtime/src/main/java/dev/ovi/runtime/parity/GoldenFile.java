package dev.ovi.runtime.parity;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.safetensors.SafetensorsFile;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What upstream's code computed, in a safetensors file with the run's configuration in its metadata. */
final class GoldenFile {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String EXTENSION = ".safetensors";

    private final Path path;
    private final SafetensorsFile file;

    private GoldenFile(Path path, SafetensorsFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * All golden files of a folder, by name.
     *
     * @throws UsageException if there is none
     */
    static List<GoldenFile> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UsageException(directory + ": there is no such folder; --golden names one with golden files");
        }
        try (var files = Files.list(directory)) {
            List<GoldenFile> goldens = files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .map(file -> new GoldenFile(file, SafetensorsFile.open(file)))
                    .toList();
            if (goldens.isEmpty()) {
                throw new UsageException(directory + ": has no golden files (*" + EXTENSION + ")");
            }
            return goldens;
        } catch (IOException e) {
            throw new OviException(directory + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file's name without extension. */
    String name() {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - EXTENSION.length());
    }

    /** Whether this holds single parts rather than a run of a prompt. */
    boolean isUnits() {
        return !file.metadata().containsKey("config");
    }

    /** How upstream computed it: in bfloat16 where the mode says so, otherwise in float32. */
    DType computedIn() {
        return file.metadata().getOrDefault("mode", "").startsWith("bf16") ? DType.BFLOAT16 : DType.FLOAT32;
    }

    /** The run's configuration: text, steps, shift, gv, ga, slg, vneg, aneg. */
    ObjectNode config() {
        String text = file.metadata().getOrDefault("config", "");
        try {
            if (JSON.readTree(text) instanceof ObjectNode node) {
                return node;
            }
            throw new OviException(path + ": metadata \"config\" is not a JSON object");
        } catch (JacksonException e) {
            throw new OviException(path + ": metadata \"config\" is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    SequencedSet<String> names() {
        return file.names();
    }

    boolean has(String name) {
        return file.find(name).isPresent();
    }

    /** A tensor as it is stored, in the file's memory. */
    Tensor tensor(Ops ops, String name) {
        return ops.fromView(file.tensor(name));
    }

    /** A tensor as it is stored, where the model computes. */
    Tensor input(Compute compute, String name) {
        return compute.ops().to(tensor(compute.ops(), name), compute.device());
    }

    /** A tensor as numbers of a type, where the model computes. */
    Tensor input(Compute compute, String name, DType dtype) {
        return compute.ops().to(tensor(compute.ops(), name), dtype, compute.device());
    }
}
