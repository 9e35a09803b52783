package dev.ovi.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shared libraries of libtorch as they lie in jars on the class path, and the folder on disk they are unpacked to. The
 * folder is named after their contents and appears complete or not at all, whoever starts at the same time.
 */
final class BundledNatives {
    static final String PLATFORM = "linux-" + architecture();

    private static final List<String> RESOURCES = List.of(
            "org/bytedeco/pytorch/" + PLATFORM + "/libgomp.so.1",
            "org/bytedeco/openblas/" + PLATFORM + "/libquadmath.so.0",
            "org/bytedeco/openblas/" + PLATFORM + "/libgfortran.so.5",
            "org/bytedeco/openblas/" + PLATFORM + "/libopenblas.so.0",
            "org/bytedeco/pytorch/" + PLATFORM + "/libc10.so",
            "org/bytedeco/pytorch/" + PLATFORM + "/libtorch_cpu.so");

    private record Entry(String name, URL url, long size, long checksum) {}

    private final List<Entry> entries;

    private BundledNatives(List<Entry> entries) {
        this.entries = entries;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /** The natives of the jars on a class path; null if libtorch itself is not among them. */
    static @Nullable BundledNatives onClassPath(ClassLoader loader) {
        List<Entry> entries = new ArrayList<>();
        try {
            for (String resource : RESOURCES) {
                URL url = loader.getResource(resource);
                if (url != null) {
                    entries.add(entry(resource.substring(resource.lastIndexOf('/') + 1), url));
                }
            }
        } catch (IOException unreadable) {
            throw new LibTorchException(
                    "the libtorch natives on the class path cannot be read: " + unreadable, unreadable);
        }
        boolean hasTorch = entries.stream().anyMatch(entry -> entry.name.equals(NativeFiles.LIBRARY));
        return hasTorch ? new BundledNatives(entries) : null;
    }

    private static Entry entry(String name, URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                var member = jar.getJarEntry();
                return new Entry(name, url, member.getSize(), member.getCrc());
            }
        }
        try (InputStream in = connection.getInputStream()) {
            return new Entry(name, url, connection.getContentLengthLong(), connection.getLastModified());
        }
    }

    static Path cacheFolder(UnaryOperator<@Nullable String> environment) {
        String own = environment.apply("OVI_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String shared = environment.apply("XDG_CACHE_HOME");
        Path base = shared != null && !shared.isBlank()
                ? Path.of(shared)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("ovi");
    }

    /** A name that changes with any byte of the libraries: the jars carry a checksum of each, so none is read for it. */
    private String key() {
        StringBuilder contents = new StringBuilder();
        for (Entry entry : entries) {
            contents.append(entry.name)
                    .append(' ')
                    .append(entry.size)
                    .append(' ')
                    .append(entry.checksum)
                    .append('\n');
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(contents.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    /** The folder with the libraries, unpacked now if they are not there yet. */
    Path unpack(Path cache) {
        Path folder = cache.resolve("libtorch").resolve(key()).toAbsolutePath();
        if (isComplete(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(folder.getParent());
            Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!isComplete(folder)) {
                    deleteLeftovers(folder);
                    write(folder);
                }
            }
            return folder;
        } catch (IOException | UncheckedIOException failed) {
            throw new LibTorchException(
                    "libtorch's shared libraries (" + totalSize() / 1_000_000 + " MB) cannot be unpacked into " + folder
                            + ": " + failed
                            + ". Make room or make it writable, or name another folder by OVI_CACHE.",
                    failed);
        }
    }

    private long totalSize() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    private boolean isComplete(Path folder) {
        return entries.stream().allMatch(entry -> {
            try {
                return Files.size(folder.resolve(entry.name)) == entry.size;
            } catch (IOException absent) {
                return false;
            }
        });
    }

    /** What processes left that died while they unpacked; the lock is ours, so nobody is at it. */
    private static void deleteLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(folder.getParent(), folder.getFileName() + "{,.partial}")) {
            for (Path leftover : siblings) {
                try (Stream<Path> files = Files.list(leftover)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(leftover);
            }
        }
    }

    private void write(Path folder) throws IOException {
        Path partial = Files.createDirectory(folder.resolveSibling(folder.getFileName() + ".partial"));
        for (Entry entry : entries) {
            try (InputStream in = entry.url.openStream()) {
                Files.copy(in, partial.resolve(entry.name));
            }
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
