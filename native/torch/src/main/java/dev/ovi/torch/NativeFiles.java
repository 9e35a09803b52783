package dev.ovi.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the folder with libtorch's shared libraries and loads them. */
final class NativeFiles {
    static final String LIBRARY = "libtorch_cpu.so";

    static final String ADVICE =
            "Put org.bytedeco:pytorch and org.bytedeco:openblas with classifier linux-x86_64 on the"
                    + " class path, or name the lib folder of an installed libtorch or PyTorch (2.10 or later) by OVI_LIBTORCH or"
                    + " in the configuration.";

    /** Dependencies first; what a folder does not have is left to the system's linker. */
    private static final List<String> LOAD_ORDER = List.of(
            "libgomp.so.1",
            "libquadmath.so.0",
            "libgfortran.so.5",
            "libopenblas.so.0",
            "libc10.so",
            LIBRARY,
            "libc10_cuda.so",
            "libtorch_cuda.so");

    /** See {@link DynamicLinker}. */
    private static final Set<String> CUDA_LIBRARIES = Set.of("libc10_cuda.so", "libtorch_cuda.so");

    /** 0x7f, E, L, F. */
    private static final int ELF_MAGIC = 0x464c457f;

    private NativeFiles() {}

    static Path find(@Nullable Path named, UnaryOperator<@Nullable String> environment) {
        if (named != null) {
            return require(named, "the configured libtorch directory");
        }
        String fromEnvironment = environment.apply("OVI_LIBTORCH");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return require(Path.of(fromEnvironment), "OVI_LIBTORCH");
        }
        BundledNatives bundled = BundledNatives.onClassPath(NativeFiles.class.getClassLoader());
        if (bundled != null) {
            return bundled.unpack(BundledNatives.cacheFolder(environment));
        }
        List<String> tried = new ArrayList<>();
        tried.add("OVI_LIBTORCH (not set)");
        tried.add("org/bytedeco/pytorch/" + BundledNatives.PLATFORM + "/" + LIBRARY + " on the class path");
        for (Path candidate : installed(environment)) {
            tried.add(candidate.toString());
            if (Files.isRegularFile(candidate.resolve(LIBRARY))) {
                return candidate;
            }
        }
        throw new LibTorchException("libtorch was not found. Tried: " + String.join("; ", tried) + ". " + ADVICE);
    }

    private static Path require(Path named, String who) {
        Path directory = resolve(named);
        if (directory == null) {
            throw new LibTorchException(who + " is " + named + ", but there is no " + LIBRARY + " in it, nor in lib or"
                    + " torch/lib below it. " + ADVICE);
        }
        return directory;
    }

    private static @Nullable Path resolve(Path named) {
        return Stream.of(named, named.resolve("lib"), named.resolve("torch/lib"))
                .filter(folder -> Files.isRegularFile(folder.resolve(LIBRARY)))
                .findFirst()
                .map(Path::toAbsolutePath)
                .orElse(null);
    }

    static boolean isSame(Path named, Path directory) {
        try {
            Path resolved = resolve(named);
            return resolved != null && Files.isSameFile(resolved, directory);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Where a libtorch or PyTorch is usually installed, in order of preference. */
    private static List<Path> installed(UnaryOperator<@Nullable String> environment) {
        List<Path> candidates = new ArrayList<>();
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            String prefix = environment.apply(variable);
            if (prefix != null && !prefix.isBlank()) {
                addPythons(Path.of(prefix, "lib"), candidates);
            }
        }
        String home = environment.apply("HOME");
        if (home != null && !home.isBlank()) {
            addPythons(Path.of(home, ".local/lib"), candidates);
        }
        addPythons(Path.of("/usr/local/lib"), candidates);
        addPythons(Path.of("/usr/lib"), candidates);
        for (String folder : List.of("/opt/libtorch/lib", "/usr/local/libtorch/lib", "/usr/lib/x86_64-linux-gnu")) {
            candidates.add(Path.of(folder));
        }
        return candidates;
    }

    private static void addPythons(Path lib, List<Path> candidates) {
        try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python3*")) {
            for (Path python : pythons) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    Path torch = python.resolve(packages).resolve("torch/lib");
                    if (Files.isDirectory(torch)) {
                        candidates.add(torch);
                    }
                }
            }
        } catch (IOException noSuchFolder) {
            // A place where Python is not installed.
        }
    }

    static void loadAll(Path directory) {
        for (String name : LOAD_ORDER) {
            Path library = directory.resolve(name);
            if (Files.isRegularFile(library)) {
                if (!isWholeElf(library)) {
                    throw new LibTorchException("libtorch in " + directory + " cannot be loaded: " + name
                            + " is not a shared library, or not all of one. Install it anew, or name another. "
                            + ADVICE);
                }
                try {
                    if (CUDA_LIBRARIES.contains(name)) {
                        DynamicLinker.bindAtOnce(library);
                    }
                    System.load(library.toAbsolutePath().toString());
                } catch (UnsatisfiedLinkError refused) {
                    throw new LibTorchException(
                            "libtorch in " + directory + " cannot be loaded: " + refused.getMessage() + ". " + ADVICE,
                            refused);
                }
            }
        }
    }

    /**
     * Whether a file has all that its ELF header promises: the table of sections lies at the end. The linker maps a
     * truncated library and the process dies of it.
     */
    static boolean isWholeElf(Path library) {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(library)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A short read is no end.
            }
            return !header.hasRemaining()
                    && header.getInt(0) == ELF_MAGIC
                    && header.getLong(0x28) + (long) header.getShort(0x3a) * header.getShort(0x3c) <= channel.size();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
