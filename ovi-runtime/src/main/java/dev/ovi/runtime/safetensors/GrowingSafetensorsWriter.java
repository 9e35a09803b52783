package dev.ovi.runtime.safetensors;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.safetensors.SafetensorsHeader.Entry;
import dev.ovi.runtime.tensorfile.CheckedSizes;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file with one tensor that grows along its first dimension while it is made, so that it never has to
 * be in memory as a whole; smaller tensors and metadata join it at the end. The file appears with {@link #commit}, or not
 * at all.
 *
 * <p>Room for the header is kept free at the start of the file. The growing tensor lies first and is aligned; the others
 * follow without gaps, and may lie unaligned if their elements are wider than the growing tensor's. Not for use by several
 * threads at once.
 */
public final class GrowingSafetensorsWriter implements AutoCloseable {
    private static final int RESERVED = 1 << 16;

    private final Path path;
    private final WholeFile file;
    private final FileChannel channel;
    private final String name;
    private final DType dtype;
    private final long[] rowShape;
    private final long rowBytes;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorView> others = new HashMap<>();
    private long appended;

    private GrowingSafetensorsWriter(
            Path path, WholeFile file, FileChannel channel, String name, DType dtype, long[] rowShape) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.name = name;
        this.dtype = dtype;
        this.rowShape = rowShape;
        this.rowBytes = CheckedSizes.bytes(dtype, rowShape);
    }

    /**
     * Starts a file.
     *
     * @param name the growing tensor's name
     * @param rowShape the sizes of all its dimensions but the first
     * @throws CheckpointException if the file cannot be made
     * @throws IllegalArgumentException if the name is reserved or the shape impossible
     */
    public static GrowingSafetensorsWriter create(Path path, String name, DType dtype, long... rowShape) {
        SafetensorsWriter.requireName(name);
        SafetensorsWriter.requireShape(name, rowShape);
        if (CheckedSizes.elements(rowShape) == 0) {
            throw new IllegalArgumentException(Describe.tensor(name) + " would grow by nothing");
        }
        try {
            WholeFile file = WholeFile.create(path);
            FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(RESERVED);
            return new GrowingSafetensorsWriter(path, file, channel, name, dtype, rowShape.clone());
        } catch (IOException e) {
            throw SafetensorsWriter.cannotWrite(path, e);
        }
    }

    /**
     * Appends numbers to the growing tensor.
     *
     * @param bytes row-major, little-endian; a row may come in several pieces
     * @throws CheckpointException if the disk is full or fails
     */
    public void append(MemorySegment bytes) {
        try {
            SegmentWriter.write(channel, bytes);
        } catch (IOException e) {
            throw SafetensorsWriter.cannotWrite(path, e);
        }
        appended += bytes.byteSize();
    }

    /** The number of whole rows so far. */
    public long rows() {
        return appended / rowBytes;
    }

    /**
     * Forgets the last rows, and what came of a row that is not whole.
     *
     * @param rows how many stay
     * @throws IllegalArgumentException if there are not so many
     */
    public void truncate(long rows) {
        if (rows < 0 || rows > rows()) {
            throw new IllegalArgumentException("of " + rows() + " rows, " + rows + " cannot stay");
        }
        appended = rows * rowBytes;
        try {
            channel.truncate(RESERVED + appended);
        } catch (IOException e) {
            throw SafetensorsWriter.cannotWrite(path, e);
        }
    }

    /** Adds free text to the header, replacing what had the same key. */
    public void metadata(String key, String value) {
        metadata.put(key, value);
    }

    /**
     * Adds a smaller tensor.
     *
     * @param tensor a contiguous tensor in host memory; it must stay valid until {@link #commit}
     * @throws IllegalArgumentException if the name is taken or reserved, or the tensor is elsewhere or strided
     */
    public void tensor(String other, TensorView tensor) {
        SafetensorsWriter.requireName(other);
        SafetensorsWriter.requireHostContiguous(other, tensor);
        if (other.equals(name) || others.putIfAbsent(other, tensor) != null) {
            throw new IllegalArgumentException(Describe.tensor(other) + " was added before");
        }
    }

    /**
     * Completes the file.
     *
     * @throws CheckpointException if it cannot be written; then nothing is left behind, and an existing file is as it was
     */
    public void commit() {
        truncate(rows());
        Map<String, DType> dtypes = new HashMap<>();
        others.forEach((other, tensor) -> dtypes.put(other, tensor.dtype()));
        Map<String, TensorView> ordered = new TreeMap<>(SafetensorsHeaderWriter.order(dtypes));
        ordered.putAll(others);
        try {
            List<Entry> entries = new ArrayList<>();
            long end = rows() * rowBytes;
            entries.add(new Entry(name, dtype, shape(), 0, end));
            for (var other : ordered.entrySet()) {
                TensorView tensor = other.getValue();
                long begin = end;
                long bytes = CheckedSizes.bytes(tensor.dtype(), tensor.shape());
                end = begin + bytes;
                SegmentWriter.write(channel, tensor.data().asSlice(0, bytes));
                entries.add(new Entry(other.getKey(), tensor.dtype(), tensor.shape(), begin, end));
            }
            putHeader(SafetensorsHeaderWriter.encode(path, metadata, entries, RESERVED), end);
        } catch (IOException e) {
            throw SafetensorsWriter.cannotWrite(path, e);
        }
    }

    private void putHeader(ByteBuffer header, long dataBytes) throws IOException {
        if (header.remaining() == RESERVED) {
            channel.position(0);
            SegmentWriter.write(channel, header);
            channel.close();
            file.commit();
            return;
        }
        // Much metadata: the data moves behind a longer header.
        try (WholeFile wider = WholeFile.create(path)) {
            try (FileChannel target = FileChannel.open(wider.path(), StandardOpenOption.WRITE)) {
                SegmentWriter.write(target, header);
                copy(channel, target, dataBytes);
            }
            wider.commit();
        }
    }

    private static void copy(FileChannel from, FileChannel to, long bytes) throws IOException {
        long copied = 0;
        while (copied < bytes) {
            copied += from.transferTo(RESERVED + copied, bytes - copied, to);
        }
    }

    private long[] shape() {
        long[] shape = new long[rowShape.length + 1];
        shape[0] = rows();
        System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
        return shape;
    }

    /** Removes what was written, unless it was committed. */
    @Override
    public void close() {
        try (file) {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(path, "left a temporary file beside it: " + e.getMessage(), e);
        }
    }
}
