package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.safetensors.SafetensorsHeader.Entry;
import dev.ovi.runtime.tensorfile.CheckpointException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Turns entries into a safetensors header, and decides in which order tensors lie in a file. */
final class SafetensorsHeaderWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Widest elements first, so that every tensor is aligned; the same order as the format's own library. */
    private static final List<DType> ORDER = List.of(
            DType.UINT64,
            DType.INT64,
            DType.FLOAT64,
            DType.FLOAT32,
            DType.UINT32,
            DType.INT32,
            DType.BFLOAT16,
            DType.FLOAT16,
            DType.UINT16,
            DType.INT16,
            DType.FLOAT8_E4M3,
            DType.FLOAT8_E5M2,
            DType.INT8,
            DType.UINT8,
            DType.BOOL);

    private SafetensorsHeaderWriter() {}

    /** How two tensors are ordered in a file: by dtype, then by name. */
    static Comparator<String> order(Map<String, DType> dtypes) {
        return Comparator.<String>comparingInt(name -> ORDER.indexOf(dtypes.get(name)))
                .thenComparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    }

    /**
     * The first bytes of a file: the header's length, the header, and spaces up to a multiple of 8 bytes.
     *
     * @param file the file to name in messages
     * @param leastBytes the least length of all that; more spaces fill it
     */
    static ByteBuffer encode(Path file, Map<String, String> metadata, Collection<Entry> entries, long leastBytes) {
        ByteBuffer json = utf8(file, json(metadata, entries));
        long length = Math.max(json.remaining() + Long.BYTES, leastBytes);
        int padded = Math.toIntExact((length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        if (padded - Long.BYTES > SafetensorsFile.MAX_HEADER_BYTES) {
            throw new CheckpointException(
                    file,
                    "would need a header of " + (padded - Long.BYTES) + " bytes, but a safetensors file's has at most "
                            + SafetensorsFile.MAX_HEADER_BYTES + "; store less metadata or fewer tensors");
        }
        ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded - Long.BYTES).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static String json(Map<String, String> metadata, Collection<Entry> entries) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeName(SafetensorsHeader.METADATA);
                json.writeStartObject();
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            for (Entry entry : entries) {
                json.writeName(entry.name());
                json.writeStartObject();
                json.writeStringProperty("dtype", entry.dtype().safetensorsName());
                json.writeName("shape");
                json.writeArray(entry.shape(), 0, entry.shape().length);
                json.writeName("data_offsets");
                json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static ByteBuffer utf8(Path file, String json) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
        } catch (CharacterCodingException e) {
            throw new CheckpointException(
                    file,
                    "would need a tensor name or metadata with half a surrogate pair, which UTF-8 cannot hold",
                    e);
        }
    }
}
