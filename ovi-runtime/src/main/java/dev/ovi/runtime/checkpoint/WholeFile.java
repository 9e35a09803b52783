package dev.ovi.runtime.checkpoint;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears under its name only when it is complete: bytes go to a temporary file beside it, which is renamed
 * by {@link #commit}. Closing without a commit removes the temporary file.
 *
 * <pre>{@code
 * try (WholeFile file = WholeFile.create(path)) {
 *     file.write(segment);
 *     file.commit();
 * }
 * }</pre>
 */
public final class WholeFile implements AutoCloseable {
    private static final long NATIVE_PIECE = 1 << 30;
    private static final int HEAP_PIECE = 1 << 16;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    private WholeFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Starts a file.
     *
     * @param target the path that it gets by {@link #commit}, where a file may be already
     * @throws IOException if its directory does not exist or cannot be written
     */
    public static WholeFile create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        // Not Files.createTempFile: its files are readable by their owner alone, and stay so when renamed.
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
        var channel = FileChannel.open(
                temporary, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return new WholeFile(absolute, temporary, channel);
    }

    /** Where the bytes go, for reading and writing at any position. Not to be closed. */
    public FileChannel channel() {
        return channel;
    }

    /** The temporary file, for writers that want a path. It is in the target's directory and has another extension. */
    public Path temporary() {
        return temporary;
    }

    /** Writes memory of any length and kind where the channel stands. */
    public void write(MemorySegment bytes) throws IOException {
        writeAll(channel, bytes);
    }

    /** Writes text in UTF-8 where the channel stands. */
    public void write(String text) throws IOException {
        writeAll(channel, StandardCharsets.UTF_8.encode(text));
    }

    static void writeAll(WritableByteChannel channel, MemorySegment bytes) throws IOException {
        long piece = bytes.isNative() ? NATIVE_PIECE : HEAP_PIECE;
        // A channel takes no view of a float[], and would copy a byte[] as a whole.
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.isNative() ? 0 : HEAP_PIECE);
        for (long at = 0; at < bytes.byteSize(); at += piece) {
            MemorySegment next = bytes.asSlice(at, Math.min(piece, bytes.byteSize() - at));
            if (bytes.isNative()) {
                writeAll(channel, next.asByteBuffer());
            } else {
                MemorySegment.ofBuffer(copy.clear()).copyFrom(next);
                writeAll(channel, copy.limit((int) next.byteSize()));
            }
        }
    }

    static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes the file durable and gives it its name, replacing what was there. */
    public void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
    }

    private void syncDirectory() {
        // The rename itself survives a power cut only once the directory is on disk. Not every system can do that.
        try (FileChannel directory = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException ignored) {
            return;
        }
    }

    /** Removes what was written, unless it was committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
