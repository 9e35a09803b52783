package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.safetensors.SafetensorsHeader.Entry;
import dev.ovi.runtime.tensorfile.CheckedSizes;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file whose tensors are known beforehand. The file appears whole or not at all, and the same
 * tensors and metadata always give the same bytes: those that Python's {@code safetensors} writes.
 *
 * <p>Not for use by several threads at once.
 *
 * @see GrowingSafetensorsWriter for a tensor whose length is known only at the end
 */
public final class SafetensorsWriter {
    private final Path path;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Pending> tensors = new HashMap<>();

    private record Pending(DType dtype, long[] shape, long bytes, TensorBody body) {}

    private SafetensorsWriter(Path path) {
        this.path = path;
    }

    /** A writer for a path; an existing file is replaced when all is written. */
    public static SafetensorsWriter to(Path path) {
        return new SafetensorsWriter(path);
    }

    /** Adds free text to the header, replacing what had the same key. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor that is in host memory.
     *
     * @param tensor a contiguous tensor; it must stay valid until {@link #write}
     * @throws IllegalArgumentException if the name is taken or reserved, or the tensor is elsewhere or strided
     */
    public SafetensorsWriter tensor(String name, TensorView tensor) {
        requireHostContiguous(name, tensor);
        long bytes = CheckedSizes.bytes(tensor.dtype(), tensor.shape());
        return tensor(
                name,
                tensor.dtype(),
                tensor.shape(),
                channel -> SegmentWriter.write(channel, tensor.data().asSlice(0, bytes)));
    }

    /**
     * Adds a tensor whose bytes are delivered while the file is written.
     *
     * @throws IllegalArgumentException if the name is taken or reserved, or the shape is impossible
     */
    public SafetensorsWriter tensor(String name, DType dtype, long[] shape, TensorBody body) {
        requireName(name);
        requireShape(name, shape);
        var pending = new Pending(dtype, shape.clone(), CheckedSizes.bytes(dtype, shape), body);
        if (tensors.putIfAbsent(name, pending) != null) {
            throw new IllegalArgumentException(Describe.tensor(name) + " was added before");
        }
        return this;
    }

    /**
     * Writes the file.
     *
     * @throws CheckpointException if it cannot be written; then nothing is left behind, and an existing file is as it was
     */
    public void write() {
        Map<String, DType> dtypes = new HashMap<>();
        tensors.forEach((name, pending) -> dtypes.put(name, pending.dtype));
        Map<String, Pending> ordered = new TreeMap<>(SafetensorsHeaderWriter.order(dtypes));
        ordered.putAll(tensors);

        List<Entry> entries = new ArrayList<>();
        long end = 0;
        for (var tensor : ordered.entrySet()) {
            Pending pending = tensor.getValue();
            long begin = end;
            end = Math.addExact(begin, pending.bytes);
            entries.add(new Entry(tensor.getKey(), pending.dtype, pending.shape, begin, end));
        }
        ByteBuffer header = SafetensorsHeaderWriter.encode(path, metadata, entries, 0);
        try (WholeFile file = WholeFile.create(path)) {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                SegmentWriter.write(channel, header);
                for (var tensor : ordered.entrySet()) {
                    writeBody(tensor.getKey(), tensor.getValue(), channel);
                }
            }
            file.commit();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static void writeBody(String name, Pending pending, FileChannel file) throws IOException {
        var exact = new ExactChannel(file, name, pending.bytes);
        pending.body.writeTo(exact);
        if (exact.left > 0) {
            throw new IllegalStateException(Describe.tensor(name) + " takes " + pending.bytes + " bytes, but "
                    + (pending.bytes - exact.left) + " were delivered");
        }
    }

    static CheckpointException cannotWrite(Path path, IOException e) {
        IOException cause = e.getCause() instanceof IOException inner ? inner : e;
        return new CheckpointException(
                path, "could not be written, and nothing was left behind: " + WholeFile.reason(cause), e);
    }

    static void requireName(String name) {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be called " + name);
        }
    }

    static void requireShape(String name, long[] shape) {
        if (shape.length > CheckedSizes.MAX_RANK || Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException(
                    Describe.tensor(name) + " cannot have the shape " + Arrays.toString(shape));
        }
    }

    static void requireHostContiguous(String name, TensorView tensor) {
        if (!tensor.device().isHost() || !tensor.isContiguous()) {
            throw new IllegalArgumentException(Describe.tensor(name) + " must be contiguous in host memory, is "
                    + tensor + " with strides " + Arrays.toString(tensor.strides()));
        }
    }

    /** Lets exactly as many bytes through as a tensor has. */
    private static final class ExactChannel implements WritableByteChannel {
        private final WritableByteChannel target;
        private final String name;
        private long left;

        ExactChannel(WritableByteChannel target, String name, long bytes) {
            this.target = target;
            this.name = name;
            this.left = bytes;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (bytes.remaining() > left) {
                throw new IllegalStateException(
                        Describe.tensor(name) + " is delivered " + (bytes.remaining() - left) + " bytes too many");
            }
            int written = target.write(bytes);
            left -= written;
            return written;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() {
            // The file outlives each of its tensors.
        }
    }
}
