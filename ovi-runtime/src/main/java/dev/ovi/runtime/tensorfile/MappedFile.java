package dev.ovi.runtime.tensorfile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Maps files of any length into memory, read-only. */
public final class MappedFile {
    private MappedFile() {}

    /**
     * A file's bytes. They stay mapped as long as a segment of them is reachable: a view that outlives its source, or a
     * tensor over it, can never point to memory that is gone.
     */
    public static MemorySegment map(Path path) {
        if (Files.isDirectory(path)) {
            throw new CheckpointException(path, "is a directory, expected a file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (NoSuchFileException e) {
            throw new CheckpointException(path, "does not exist", e);
        } catch (IOException e) {
            throw new CheckpointException(path, "cannot be read: " + e.getMessage(), e);
        }
    }
}
