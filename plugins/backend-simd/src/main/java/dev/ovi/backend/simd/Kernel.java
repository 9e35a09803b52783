package dev.ovi.backend.simd;

import dev.ovi.torch.Ops;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The compiled {@code attention.c}, loaded. */
final class Kernel {
    /** {@code OVI_ITEM_QUERIES}. */
    private static final long ITEM_QUERIES = 64;

    private static final String LIBRARY = "libovi_attention.so";

    private final MethodHandle scratch;
    private final MemorySegment run;

    private Kernel(MethodHandle scratch, MemorySegment run) {
        this.scratch = scratch;
        this.run = run;
    }

    /** The kernel for this computer, or why there is none, as a clause that can stand after "because". */
    sealed interface Loaded {

        /** @param kernel the kernel */
        record Usable(Kernel kernel) implements Loaded {}

        /** @param reason why it cannot be used */
        record Unusable(String reason) implements Loaded {}
    }

    /** The kernel that comes with the plugin. It is loaded once in a process. */
    static Loaded bundled() {
        return Bundled.KERNEL;
    }

    private static final class Bundled {
        private static final Loaded KERNEL = load();

        private static Loaded load() {
            String platform = platform();
            try (InputStream library = Kernel.class.getResourceAsStream("/native/" + platform + "/" + LIBRARY)) {
                if (library == null) {
                    return new Loaded.Unusable("it has no kernel for " + platform);
                }
                Path file = Files.createTempFile("ovi-", "-" + LIBRARY);
                try {
                    Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                    return Kernel.load(file);
                } finally {
                    // What is loaded stays, with a name or without.
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                return new Loaded.Unusable("its kernel cannot be written to the folder for temporary files: " + e);
            }
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }

    /** The kernel in a file. */
    static Loaded load(Path file) {
        Linker linker = Linker.nativeLinker();
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(file, Arena.global());
            MethodHandle supported = linker.downcallHandle(
                    library.findOrThrow("ovi_attention_supported"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
            if ((int) supported.invokeExact() == 0) {
                return new Loaded.Unusable("this CPU has no AVX2 or no FMA");
            }
            MethodHandle scratch = linker.downcallHandle(
                    library.findOrThrow("ovi_attention_scratch"),
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
            return new Loaded.Usable(new Kernel(scratch, library.findOrThrow("ovi_attention_run")));
        } catch (IllegalArgumentException refused) {
            return new Loaded.Unusable("its kernel cannot be loaded: " + refused.getMessage());
        } catch (Throwable e) {
            throw new AssertionError("a native function cannot throw", e);
        }
    }

    /** The bytes that each thread holds during a call. */
    long scratchBytes(long headDim) {
        try {
            return (long) scratch.invokeExact(headDim);
        } catch (Throwable e) {
            throw new AssertionError("a native function cannot throw", e);
        }
    }

    /**
     * Computes attention on the threads that libtorch's operators use.
     *
     * @param queries how many there are
     * @throws OutOfMemoryError if there is no memory for its scratch
     */
    void run(Ops threads, long queries, KernelCall call) {
        threads.parallelFor(Math.ceilDiv(queries, ITEM_QUERIES), run, call.memory());
        if (call.failed()) {
            throw new OutOfMemoryError("no memory for the scratch of backend simd");
        }
    }
}
