package dev.ovi.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Fixtures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("model.safetensors");
    }

    @Test
    void readsTheSmallModelThatUpstreamsCodeWrote() {
        SafetensorsFile model =
                SafetensorsFile.open(Fixtures.tinyOvi().resolve("Ovi").resolve("model.safetensors"));
        assertThat(model.names()).hasSize(441).contains("video_model.blocks.5.ffn.2.bias");
        var weight = model.tensor("video_model.blocks.3.ffn.0.weight");
        assertThat(weight.dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(weight.shape()).containsExactly(768, 192);
        // The figure is torch's; both are float64 sums of the same numbers, only ordered differently.
        assertThat(Fixtures.magnitude(model)).isCloseTo(588555.1638400443, within(1e-6));
    }

    @Test
    void viewsEveryTensorOfAFileWithoutCopying() throws IOException {
        Fixtures.safetensors(file(), """
                {"__metadata__":{"made by":"hand"},
                 "b":{"data_offsets":[4,10],"shape":[3],"dtype":"I16"},
                 "a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]},
                 "none":{"dtype":"F32","shape":[0,7],"data_offsets":[10,10]},
                 "scalar":{"dtype":"U8","shape":[],"data_offsets":[10,11]}}\s\s\s""", 11);
        SafetensorsFile tensors = SafetensorsFile.open(file());
        assertThat(tensors.metadata()).containsExactly(java.util.Map.entry("made by", "hand"));
        assertThat(tensors.names()).containsExactly("a", "b", "none", "scalar");
        assertThat(tensors.tensor("b").data().byteSize()).isEqualTo(6);
        assertThat(tensors.tensor("b").data().address()
                        - tensors.tensor("a").data().address())
                .isEqualTo(4);
        assertThat(tensors.tensor("none").elementCount()).isZero();
        assertThat(tensors.tensor("scalar").shape()).isEmpty();
        assertThat(tensors.find("c")).isEmpty();
        assertThatThrownBy(() -> tensors.tensor("c")).hasMessage(file() + ": has no tensor \"c\"");
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryDtypeOfTheFormat(DType dtype) throws IOException {
        int bytes = 3 * dtype.byteSize();
        Fixtures.safetensors(
                file(),
                "{\"x\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}"
                        .formatted(dtype.safetensorsName(), bytes),
                bytes);
        SafetensorsFile tensors = SafetensorsFile.open(file());
        assertThat(tensors.tensor("x").dtype()).isEqualTo(dtype);
        assertThat(tensors.tensor("x").data().byteSize()).isEqualTo(bytes);
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        long elements = (1L << 31) + 5;
        Fixtures.safetensors(
                file(),
                "{\"x\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(elements, elements),
                0);
        long start = Files.size(file());
        try (var sparse = new RandomAccessFile(file().toFile(), "rw")) {
            sparse.setLength(start + elements);
            sparse.seek(start + elements - 1);
            sparse.write(42);
        }
        SafetensorsFile tensors = SafetensorsFile.open(file());
        assertThat(tensors.tensor("x").data().get(ValueLayout.JAVA_BYTE, elements - 1))
                .isEqualTo((byte) 42);
    }

    /** Every row: the header, the bytes of data that follow it, and what the message must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [] | 0 | does not start with "{"
                    {"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,12]}} | 12 | [2, 2] f32, which takes 16 bytes
                    {"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}} | 15 | truncated
                    {"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}} | 17 | 1 bytes after the last tensor
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}} | 6 | overlap
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}} | 9 | hole
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}} | 5 | hole
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}} | 8 | tensor "a" twice
                    {"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}} | 4 | field dtype twice
                    {"a":{"dtype":"F128","shape":[1],"data_offsets":[0,16]}} | 16 | dtype "F128", expected one of BOOL
                    {"a":{"dtype":7,"shape":[1],"data_offsets":[0,16]}} | 16 | tensor "a"'s dtype is a number, expected a string
                    {"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}} | 1 | "-1", expected whole numbers
                    {"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}} | 1 | "1.0", expected whole numbers
                    {"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}} | 1 | expected whole numbers
                    {"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1]}} | 1 | expected whole numbers
                    {"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | 0 | more than can be counted
                    {"a":{"dtype":"F64","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}} | 0 | more than can be counted
                    {"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}} | 4 | shape is a number, expected a list
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}} | 4 | expected [begin, end]
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0]}} | 4 | expected [begin, end]
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,8]}} | 4 | more than 2 numbers
                    {"a":{"dtype":"U8","shape":[4]}} | 4 | has no data_offsets
                    {"a":{"dtype":"U8","data_offsets":[0,4]}} | 4 | has no shape
                    {"a":{"shape":[4],"data_offsets":[0,4]}} | 4 | has no dtype
                    {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"strides":[1]}} | 4 | field "strides"
                    {"a":null} | 0 | is null, expected an object
                    {"__metadata__":{"n":1}} | 0 | entry "n" is a number, expected a string
                    {"__metadata__":null} | 0 | __metadata__ is null
                    {"__metadata__":{"n":"1","n":"2"}} | 0 | "n" is there twice
                    {"__metadata__":{},"__metadata__":{}} | 0 | __metadata__ twice
                    {"a" | 0 | not valid JSON
                    {} {} | 0 | goes on after its last brace
                    {'a':1} | 0 | not valid JSON
                    {"a":[[[[[[[[[[[[[[[[[[[[[[ | 0 | expected an object
                    """)
    void refusesAHeaderThatBreaksARule(String header, int dataBytes, String message) throws IOException {
        Fixtures.safetensors(file(), header, dataBytes);
        assertThatThrownBy(() -> SafetensorsFile.open(file()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file() + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesAHeaderLengthBeyondTheLimit(long length) throws IOException {
        Fixtures.safetensors(file(), length, "{}".getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(Long.toUnsignedString(length) + " bytes, expected at most 100000000");
    }

    @Test
    void refusesAHeaderThatReachesPastTheEnd() throws IOException {
        Fixtures.safetensors(file(), 3, "{}".getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file()))
                .hasMessageContaining("is truncated: its header has 3 bytes, but only 2 follow");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesAFileWithoutRoomForALength(int bytes) throws IOException {
        Files.write(file(), new byte[bytes]);
        assertThatThrownBy(() -> SafetensorsFile.open(file()))
                .hasMessageContaining("has " + bytes + " bytes, too few for a safetensors file");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        byte[] latin1 = "{\"__metadata__\":{\"a\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);
        Fixtures.safetensors(file(), latin1.length, latin1, 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file())).hasMessageContaining("is not UTF-8");

        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        Fixtures.safetensors(file(), utf16.length, utf16, 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file())).isInstanceOf(CheckpointException.class);
    }

    @Test
    void namesAFileThatIsNotThereOrNoFile() {
        assertThatThrownBy(() -> SafetensorsFile.open(file())).hasMessage(file() + ": does not exist");
        assertThatThrownBy(() -> SafetensorsFile.open(directory))
                .hasMessage(directory + ": is a directory, expected a file");
    }

    @Test
    void doesNotLetANameDisturbTheTerminal() throws IOException {
        Fixtures.safetensors(file(), "{\"\\u001b[31m\":1}", 0);
        assertThatThrownBy(() -> SafetensorsFile.open(file())).hasMessageContaining("tensor \"\\u001b[31m\"");
    }
}
