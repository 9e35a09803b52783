package dev.ovi.runtime.media;

import dev.ovi.runtime.base.WholeFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Frames of one size, kept losslessly in a temporary file between two passes over them. */
final class FrameSpool implements AutoCloseable {
    private final Path target;
    private final WholeFile file;
    private final FileChannel channel;

    /** An empty spool beside the file that the frames are for. */
    FrameSpool(Path target) throws IOException {
        this.target = target;
        file = WholeFile.create(target);
        channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Appends a frame. */
    void write(AVFrame frame) throws IOException {
        var bytes = FramePixels.memory(frame).asByteBuffer();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + target + ": no room for its uncompressed frames beside it: "
                            + WholeFile.reason(e),
                    e);
        }
    }

    /** Goes back to the first frame. */
    void rewind() throws IOException {
        channel.position(0);
    }

    /** Reads the next frame. */
    void read(AVFrame frame) throws IOException {
        MemorySegment memory = FramePixels.memory(frame);
        var bytes = memory.asByteBuffer();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("cannot write " + target + ": its uncompressed frames were cut short");
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            channel.close();
        }
    }
}
