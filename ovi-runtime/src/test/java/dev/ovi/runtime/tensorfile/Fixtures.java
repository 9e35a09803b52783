package dev.ovi.runtime.tensorfile;

import dev.ovi.api.tensor.TensorView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files made by hand, and others' files. */
public final class Fixtures {
    private Fixtures() {}

    /** The small trained model that lies in the repository. */
    public static Path tinyOvi() {
        return Path.of("..", "examples", "tiny-ovi", "ckpts").normalize();
    }

    /** A file among the resources of a test. */
    public static Path resource(Class<?> test, String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(test.getResource(name)).toURI());
    }

    /** A safetensors file with any header, true or not, and so many bytes of data. */
    public static Path safetensors(Path path, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return safetensors(path, json.length, json, dataBytes);
    }

    public static Path safetensors(Path path, long claimedLength, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(claimedLength).put(header);
        return Files.write(path, bytes.array());
    }

    /** A zip archive of stored entries, as torch.save writes it. */
    public static Path zip(Path path, Map<String, byte[]> entries) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (var file : entries.entrySet()) {
                byte[] bytes = file.getValue();
                CRC32 crc = new CRC32();
                crc.update(bytes);
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
        return path;
    }

    /** The bytes of a tensor in row-major order, whatever its strides. */
    public static byte[] rowMajorBytes(TensorView tensor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        collect(tensor, 0, 0, bytes);
        return bytes.toByteArray();
    }

    private static void collect(TensorView tensor, int dimension, long element, ByteArrayOutputStream bytes) {
        if (dimension == tensor.rank()) {
            int size = tensor.dtype().byteSize();
            bytes.writeBytes(tensor.data().asSlice(element * size, size).toArray(ValueLayout.JAVA_BYTE));
            return;
        }
        for (long i = 0; i < tensor.size(dimension); i++) {
            collect(tensor, dimension + 1, element + i * tensor.stride(dimension), bytes);
        }
    }

    /** The sum of magnitudes of all elements, in float64. */
    public static double magnitude(TensorView tensor) {
        MemorySegment data = tensor.data();
        double sum = 0;
        for (long i = 0; i < tensor.elementCount(); i++) {
            sum += Math.abs(
                    switch (tensor.dtype()) {
                        case FLOAT32 -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
                        case BFLOAT16 ->
                            Float.intBitsToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i) << Short.SIZE);
                        default -> throw new IllegalArgumentException(tensor.toString());
                    });
        }
        return sum;
    }

    public static double magnitude(TensorSource source) {
        return source.names().stream()
                .mapToDouble(name -> magnitude(source.tensor(name)))
                .sum();
    }
}
