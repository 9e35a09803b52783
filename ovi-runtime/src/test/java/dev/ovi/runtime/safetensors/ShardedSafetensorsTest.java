package dev.ovi.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardedSafetensorsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeTwoShards() {
        shard("1.safetensors", "a", (byte) 1);
        shard("2.safetensors", "b", (byte) 2);
    }

    private void shard(String file, String name, byte value) {
        SafetensorsWriter.to(directory.resolve(file))
                .tensor(name, TensorView.contiguous(MemorySegment.ofArray(new byte[] {value}), DType.UINT8, 1))
                .write();
    }

    private Path index(String json) throws IOException {
        return Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }

    @Test
    void findsEachTensorInTheFileThatTheIndexNames() throws IOException {
        Path index = index("""
                {"metadata":{"total_size":2,"more":[{}]},"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}""");
        TensorSource model = TensorFiles.open(index);
        assertThat(model.names()).containsExactly("b", "a");
        assertThat(model.tensor("a").data().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
        assertThat(model.tensor("b").data().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 2);
        assertThat(model.find("c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"weight_map":{"a":"1.safetensors"}|not valid JSON
                    []|is not an object
                    {"metadata":{}}|has no weight_map
                    {"weight_map":7}|not an object
                    {"weight_map":{"a":1}}|maps tensor "a" to no file name
                    {"weight_map":{"a":"../1.safetensors"}}|name of a .safetensors file beside the index
                    {"weight_map":{"a":"/etc/passwd"}}|name of a .safetensors file beside the index
                    {"weight_map":{"a":"1.safetensors","a":"1.safetensors"}}|maps tensor "a" twice
                    {"weight_map":{"a":"3.safetensors"}}|3.safetensors: does not exist
                    {"weight_map":{"a":"1.safetensors","c":"2.safetensors"}}|2.safetensors has no tensor "c"
                    {"weight_map":{"a":"1.safetensors","c":"2.safetensors"}}|2.safetensors has tensor "b", which the index does not
                    """)
    void refusesAnIndexThatDoesNotFitItsFiles(String json, String message) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> ShardedSafetensors.open(index))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }
}
