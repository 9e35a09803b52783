package dev.ovi.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.tensorfile.CheckedSizes;
import dev.ovi.runtime.tensorfile.CheckpointException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    private static final List<DType> DTYPES = List.of(DType.values());

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("out.safetensors");
    }

    private static TensorView tensor(DType dtype, long... shape) {
        return TensorView.contiguous(
                MemorySegment.ofArray(new byte[(int) CheckedSizes.bytes(dtype, shape)]), dtype, shape);
    }

    private static TensorView random(RandomGenerator random) {
        DType dtype = DTYPES.get(random.nextInt(DTYPES.size()));
        long[] shape = random.longs(random.nextInt(4), 0, 5).toArray();
        byte[] bytes = new byte[(int) CheckedSizes.bytes(dtype, shape)];
        random.nextBytes(bytes);
        return TensorView.contiguous(MemorySegment.ofArray(bytes), dtype, shape);
    }

    @RepeatedTest(25)
    void readsBackWhatItWrote() {
        long seed = new Random().nextLong();
        RandomGenerator random = new Random(seed);
        Map<String, TensorView> tensors = new HashMap<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            tensors.put("t\"\\\n\u00e4\ud83d\ude00." + random.nextInt(1000), random(random));
        }
        SafetensorsWriter writer = SafetensorsWriter.to(file()).metadata("seed", Long.toString(seed));
        tensors.forEach(writer::tensor);
        writer.write();

        SafetensorsFile read = SafetensorsFile.open(file());
        assertThat(read.metadata()).as("seed %d", seed).isEqualTo(Map.of("seed", Long.toString(seed)));
        assertThat(read.names()).as("seed %d", seed).isEqualTo(tensors.keySet());
        tensors.forEach((name, tensor) -> {
            TensorView found = read.tensor(name);
            assertThat(found.dtype()).as("seed %d", seed).isEqualTo(tensor.dtype());
            assertThat(found.shape()).as("seed %d", seed).isEqualTo(tensor.shape());
            assertThat(found.data().mismatch(tensor.data())).as("seed %d", seed).isEqualTo(-1);
            assertThat(found.data().address() % tensor.dtype().byteSize())
                    .as("alignment, seed %d", seed)
                    .isZero();
        });
    }

    @Test
    void ordersTensorsWidestFirstThenByName() {
        SafetensorsWriter.to(file())
                .tensor("b", tensor(DType.UINT8, 1))
                .tensor("a", tensor(DType.UINT8, 1))
                .tensor("z", tensor(DType.FLOAT32, 1))
                .tensor("y", tensor(DType.INT64, 1))
                .write();
        SafetensorsFile read = SafetensorsFile.open(file());
        assertThat(read.names()).containsExactly("y", "z", "a", "b");
    }

    @Test
    void leavesTheOldFileAndNothingElseWhenABodyFails() throws IOException {
        Files.writeString(file(), "the old one");
        var writer = SafetensorsWriter.to(file()).tensor("x", DType.UINT8, new long[] {8}, channel -> {
            channel.write(ByteBuffer.allocate(3));
            throw new IOException("disk on fire");
        });
        assertThatThrownBy(writer::write)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("could not be written")
                .hasMessageContaining("disk on fire");
        assertThat(file()).hasContent("the old one");
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void refusesABodyOfTheWrongLength() {
        var shortBody = SafetensorsWriter.to(file())
                .tensor("x", DType.UINT8, new long[] {8}, channel -> channel.write(ByteBuffer.allocate(7)));
        assertThatThrownBy(shortBody::write).hasMessage("tensor \"x\" takes 8 bytes, but 7 were delivered");
        var longBody = SafetensorsWriter.to(file())
                .tensor("x", DType.UINT8, new long[] {8}, channel -> channel.write(ByteBuffer.allocate(9)));
        assertThatThrownBy(longBody::write).hasMessage("tensor \"x\" is delivered 1 bytes too many");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhyAFileCannotBeWritten() throws IOException {
        Files.writeString(file(), "a file");
        var writer = SafetensorsWriter.to(file().resolve("such.safetensors"));
        assertThatThrownBy(writer::write)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is a file where a folder is needed");
    }

    @Test
    void refusesWhatTheFormatCannotHold() {
        SafetensorsWriter writer = SafetensorsWriter.to(file()).tensor("x", tensor(DType.UINT8, 2));
        assertThatThrownBy(() -> writer.tensor("x", tensor(DType.UINT8, 2))).hasMessageContaining("added before");
        assertThatThrownBy(() -> writer.tensor("__metadata__", tensor(DType.UINT8, 2)))
                .hasMessageContaining("cannot be called");
        TensorView transposed = TensorView.of(
                MemorySegment.ofArray(new byte[4]), DType.UINT8, Device.CPU, new long[] {2, 2}, new long[] {1, 2});
        assertThatThrownBy(() -> writer.tensor("y", transposed)).hasMessageContaining("must be contiguous");
        SafetensorsWriter surrogate = SafetensorsWriter.to(file()).metadata("half", "\ud83d");
        assertThatThrownBy(surrogate::write).hasMessageContaining("half a surrogate pair");
    }

    @Test
    void growsATensorWhoseLengthIsKnownOnlyAtTheEnd() {
        try (var growing = GrowingSafetensorsWriter.create(file(), "maps", DType.FLOAT32, 2, 3)) {
            for (int step = 0; step < 5; step++) {
                growing.append(MemorySegment.ofArray(new float[] {step, 1, 2, 3, 4, 5}));
            }
            assertThat(file()).doesNotExist();
            growing.metadata("axes", "step,row,column");
            growing.tensor("timesteps", tensor(DType.INT64, 5));
            growing.commit();
        }
        SafetensorsFile read = SafetensorsFile.open(file());
        assertThat(read.metadata()).containsEntry("axes", "step,row,column");
        TensorView maps = read.tensor("maps");
        assertThat(maps.shape()).containsExactly(5, 2, 3);
        assertThat(maps.data().address() % 64).isZero();
        assertThat(maps.data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 3 * 24)).isEqualTo(3f);
        assertThat(read.tensor("timesteps").shape()).containsExactly(5);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void makesRoomForMoreMetadataThanWasReserved() {
        String configuration = "x".repeat(200_000);
        try (var growing = GrowingSafetensorsWriter.create(file(), "maps", DType.UINT8, 3)) {
            growing.append(MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6}));
            growing.metadata("configuration", configuration);
            growing.tensor("other", tensor(DType.UINT8, 1));
            growing.commit();
        }
        SafetensorsFile read = SafetensorsFile.open(file());
        assertThat(read.metadata()).containsEntry("configuration", configuration);
        assertThat(read.tensor("maps").data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(directory.toFile().list()).containsExactly("out.safetensors");
    }

    @Test
    void leavesNothingBehindWhenAGrowingFileIsAbandoned() {
        try (var growing = GrowingSafetensorsWriter.create(file(), "maps", DType.UINT8, 3)) {
            growing.append(MemorySegment.ofArray(new byte[3]));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRowMayComeInPiecesAndRowsCanBeForgotten() {
        try (var growing = GrowingSafetensorsWriter.create(file(), "maps", DType.UINT8, 3)) {
            growing.append(MemorySegment.ofArray(new byte[] {1, 2}));
            growing.append(MemorySegment.ofArray(new byte[] {3, 4, 5, 6, 7, 8, 9, 10}));
            assertThat(growing.rows()).isEqualTo(3);
            assertThatThrownBy(() -> growing.truncate(4)).hasMessage("of 3 rows, 4 cannot stay");
            growing.truncate(2);
            growing.tensor("other", tensor(DType.UINT8, 1));
            growing.commit();
        }
        SafetensorsFile read = SafetensorsFile.open(file());
        assertThat(read.tensor("maps").shape()).containsExactly(2, 3);
        assertThat(read.tensor("maps").data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2, 3, 4, 5, 6);
    }
}
