package dev.ovi.runtime.base;

import dev.ovi.api.TextContent;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears whole or not at all: written under another name beside its target, renamed when it is complete,
 * removed when it never becomes so.
 *
 * <pre>{@code
 * try (WholeFile file = WholeFile.create(target)) {
 *     Files.writeString(file.path(), text);
 *     file.commit();
 * }
 * }</pre>
 */
public final class WholeFile implements AutoCloseable {
    private final Path target;
    private final Path path;
    private boolean committed;

    private WholeFile(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /**
     * Writes a text file, UTF-8, whole or not at all.
     *
     * @throws IOException if it cannot be written; the message is meant for the user
     */
    public static void write(Path target, String content) throws IOException {
        write(target, out -> out.write(content));
    }

    /**
     * Writes a text file, UTF-8, piece by piece, whole or not at all.
     *
     * @throws IOException if it cannot be written; the message is meant for the user
     */
    public static void write(Path target, TextContent content) throws IOException {
        try (WholeFile file = create(target)) {
            try (Writer out = Files.newBufferedWriter(file.path())) {
                content.writeTo(out);
            } catch (IOException e) {
                throw new IOException("cannot write " + target + ": " + reason(e), e);
            }
            file.commit();
        }
    }

    /**
     * Creates an empty file to write to, and the folders above it where they are missing.
     *
     * @param target the file that is to appear
     * @throws IOException if nothing can be written there; the message is meant for the user
     */
    public static WholeFile create(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            throw new IOException("cannot write " + target + ": a folder has this name");
        }
        // Plain ASCII, whatever the target is called: native libraries get this name.
        String name = ".ovi-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException("cannot write " + target + ": it is not a file");
        }
        Path path = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.createFile(path);
        } catch (IOException e) {
            throw new IOException("cannot write " + target + ": " + reason(e), e);
        }
        path.toFile().deleteOnExit();
        return new WholeFile(target, path);
    }

    /** The file to write to. */
    public Path path() {
        return path;
    }

    /**
     * Puts the file in its place, over a file that may be there, when its bytes are on the disk: not even a power cut leaves
     * half of it. What wrote it must be closed or flushed.
     *
     * @throws IOException if that is impossible
     */
    public void commit() throws IOException {
        try {
            sync(path, StandardOpenOption.WRITE);
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("cannot write " + target + ": " + reason(e), e);
        }
        committed = true;
        try {
            sync(path.resolveSibling("."), StandardOpenOption.READ);
        } catch (IOException e) {
            // The file is complete. Some systems cannot force a folder; there the new name is on the disk a little
            // later.
            return;
        }
    }

    private static void sync(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** Removes what was written, unless it was committed. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            Files.deleteIfExists(path);
        }
    }

    /** Why a file operation failed, without the file's name. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or folder";
            case FileAlreadyExistsException _ -> "there is a file where a folder is needed";
            case DirectoryNotEmptyException _ -> "a folder has this name";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
