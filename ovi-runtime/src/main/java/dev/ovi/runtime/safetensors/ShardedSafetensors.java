package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.ProblemList;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.MappedFile;
import dev.ovi.runtime.tensorfile.StrictJson;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Several safetensors files with an index: a {@code weight_map} from each tensor's name to the file beside the index that
 * holds it. The index and the files must name the same tensors.
 */
public final class ShardedSafetensors implements TensorSource {
    private static final String INDEX = "; expected {\"weight_map\": {tensor name: file name}}";

    private final Path path;
    private final SequencedMap<String, SafetensorsFile> shardOf;

    private ShardedSafetensors(Path path, SequencedMap<String, SafetensorsFile> shardOf) {
        this.path = path;
        this.shardOf = shardOf;
    }

    /**
     * Opens an index and every file it names.
     *
     * @throws CheckpointException if one of them cannot be read or is damaged, or index and files disagree
     */
    public static ShardedSafetensors open(Path index) {
        SequencedMap<String, String> weightMap = weightMap(index);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        SequencedMap<String, SafetensorsFile> shardOf = new LinkedHashMap<>();
        for (var entry : weightMap.entrySet()) {
            SafetensorsFile shard =
                    shards.computeIfAbsent(entry.getValue(), name -> SafetensorsFile.open(index.resolveSibling(name)));
            shardOf.put(entry.getKey(), shard);
        }
        checkAgreement(index, shardOf, shards);
        return new ShardedSafetensors(index, shardOf);
    }

    private static void checkAgreement(
            Path index, Map<String, SafetensorsFile> shardOf, Map<String, SafetensorsFile> shards) {
        List<String> problems = new ArrayList<>();
        shardOf.forEach((name, shard) -> {
            if (!shard.names().contains(name)) {
                problems.add(shard.path().getFileName() + " has no " + Describe.tensor(name)
                        + ", which the index looks for there");
            }
        });
        shards.forEach((file, shard) -> {
            for (String name : shard.names()) {
                if (shardOf.get(name) != shard) {
                    problems.add(file + " has " + Describe.tensor(name) + ", which the index does not look for there");
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new CheckpointException(index, ProblemList.message("does not fit its files", problems));
        }
    }

    private static SequencedMap<String, String> weightMap(Path index) {
        try (JsonParser parser = StrictJson.parser(MappedFile.map(index))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CheckpointException(index, "is not an object" + INDEX);
            }
            SequencedMap<String, String> weightMap = new LinkedHashMap<>();
            boolean found = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean isMap = parser.currentName().equals("weight_map");
                parser.nextToken();
                if (!isMap) {
                    parser.skipChildren();
                } else if (found || parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new CheckpointException(
                            index, "has a weight_map that is " + (found ? "there twice" : "not an object") + INDEX);
                } else {
                    found = true;
                    readWeightMap(index, parser, weightMap);
                }
            }
            if (!found) {
                throw new CheckpointException(index, "has no weight_map" + INDEX);
            }
            return weightMap;
        } catch (JacksonException e) {
            throw StrictJson.failure(index, "the index", e);
        }
    }

    private static void readWeightMap(Path index, JsonParser parser, Map<String, String> weightMap) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new CheckpointException(index, "maps " + Describe.tensor(name) + " to no file name" + INDEX);
            }
            String shard = parser.getString();
            // A shard lies beside the index; anything that could point elsewhere is not followed.
            if (!shard.endsWith(".safetensors") || !shard.matches("[^/\\\\\\x00]+")) {
                throw new CheckpointException(
                        index,
                        "maps " + Describe.tensor(name) + " to " + Describe.name(shard)
                                + ", expected the name of a .safetensors file beside the index");
            }
            if (weightMap.put(name, shard) != null) {
                throw new CheckpointException(index, "maps " + Describe.tensor(name) + " twice");
            }
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedSet(shardOf.sequencedKeySet());
    }

    @Override
    public Optional<TensorView> find(String name) {
        return Optional.ofNullable(shardOf.get(name)).flatMap(shard -> shard.find(name));
    }
}
