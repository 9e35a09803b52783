package dev.ovi.runtime.safetensors;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes memory segments of any length and kind to channels. */
final class SegmentWriter {
    private static final long NATIVE_PIECE = 1 << 30;
    private static final int HEAP_PIECE = 1 << 16;

    private SegmentWriter() {}

    /** Writes memory of any length and kind. */
    static void write(WritableByteChannel channel, MemorySegment bytes) throws IOException {
        long piece = bytes.isNative() ? NATIVE_PIECE : HEAP_PIECE;
        // A channel takes no view of a float[], and would copy a byte[] as a whole.
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.isNative() ? 0 : HEAP_PIECE);
        for (long at = 0; at < bytes.byteSize(); at += piece) {
            MemorySegment next = bytes.asSlice(at, Math.min(piece, bytes.byteSize() - at));
            if (bytes.isNative()) {
                write(channel, next.asByteBuffer());
            } else {
                MemorySegment.ofBuffer(copy.clear()).copyFrom(next);
                write(channel, copy.limit((int) next.byteSize()));
            }
        }
    }

    static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
