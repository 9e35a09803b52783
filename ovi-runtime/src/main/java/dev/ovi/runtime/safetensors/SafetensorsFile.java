package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.MappedFile;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A safetensors file, mapped into memory.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class SafetensorsFile implements TensorSource {
    /** The longest header that the format's own library reads. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final SafetensorsHeader header;
    private final MemorySegment data;

    private SafetensorsFile(Path path, SafetensorsHeader header, MemorySegment data) {
        this.path = path;
        this.header = header;
        this.data = data;
    }

    /**
     * Maps a file and checks its header.
     *
     * @throws CheckpointException if the file cannot be read or breaks a rule of the format
     */
    public static SafetensorsFile open(Path path) {
        MemorySegment bytes = MappedFile.map(path);
        long headerBytes = headerBytes(path, bytes);
        MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes);
        var header = SafetensorsHeader.parse(path, bytes.asSlice(Long.BYTES, headerBytes), data.byteSize());
        return new SafetensorsFile(path, header, data);
    }

    private static long headerBytes(Path path, MemorySegment bytes) {
        if (bytes.byteSize() < Long.BYTES) {
            throw new CheckpointException(
                    path,
                    "has " + bytes.byteSize() + " bytes, too few for a safetensors file; fetch or write it again");
        }
        long headerBytes = bytes.get(LENGTH, 0);
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new CheckpointException(
                    path,
                    "says that its header has " + Long.toUnsignedString(headerBytes) + " bytes, expected at most "
                            + MAX_HEADER_BYTES + "; this is not a safetensors file");
        }
        if (headerBytes > bytes.byteSize() - Long.BYTES) {
            throw new CheckpointException(
                    path,
                    "is truncated: its header has " + headerBytes + " bytes, but only "
                            + (bytes.byteSize() - Long.BYTES) + " follow; fetch or write it again");
        }
        if (headerBytes == 0 || bytes.get(ValueLayout.JAVA_BYTE, Long.BYTES) != '{') {
            throw new CheckpointException(
                    path, "has a header that does not start with \"{\"; this is not a safetensors file");
        }
        return headerBytes;
    }

    @Override
    public Path path() {
        return path;
    }

    /** The free text in the header, by name; empty when there is none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public SequencedSet<String> names() {
        return header.entries().sequencedKeySet();
    }

    @Override
    public Optional<TensorView> find(String name) {
        return Optional.ofNullable(header.entries().get(name))
                .map(entry -> TensorView.contiguous(
                        data.asSlice(entry.begin(), entry.end() - entry.begin()), entry.dtype(), entry.shape()));
    }
}
