package dev.ovi.runtime.bench;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much more memory this process holds at most while something runs, as Linux counts it: pages that are resident. The
 * GNU C library is told meanwhile to give every large piece back at once, or an allocation that reuses one would not show.
 */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    /** Sets the peak to what is resident now; see proc(5). */
    private static final String RESET_PEAK = "5";

    /** The process does other things too, which may take or give back memory; the middle of some attempts is reported. */
    private static final int ATTEMPTS = 3;

    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    private static final int LARGE = 64 << 10;

    /** Where the C library's thresholds end up by themselves in a process that frees large pieces; see mallopt(3). */
    private static final int USUAL_MMAP_THRESHOLD = 32 << 20;

    private static final int USUAL_TRIM_THRESHOLD = 64 << 20;

    private final Optional<MethodHandle> mallopt;
    private final Optional<MethodHandle> mallocTrim;

    ResidentMemory() {
        this.mallopt = function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        this.mallocTrim = function("malloc_trim", ValueLayout.JAVA_LONG);
    }

    private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
    }

    /** Runs an action some times; bytes beyond what was resident before, or nothing where that cannot be told. */
    OptionalLong peakBeyond(Runnable action) {
        setThresholds(LARGE, LARGE);
        try {
            long[] peaks = new long[ATTEMPTS];
            for (int i = 0; i < ATTEMPTS; i++) {
                trim();
                Files.writeString(CLEAR_REFS, RESET_PEAK);
                long before = kilobytes("VmRSS:");
                action.run();
                peaks[i] = Math.max(0, kilobytes("VmHWM:") - before) * 1024;
            }
            Arrays.sort(peaks);
            return OptionalLong.of(peaks[ATTEMPTS / 2]);
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        } finally {
            setThresholds(USUAL_MMAP_THRESHOLD, USUAL_TRIM_THRESHOLD);
        }
    }

    private void setThresholds(int mmap, int trim) {
        mallopt.ifPresent(function -> {
            call(() -> (int) function.invokeExact(MMAP_THRESHOLD, mmap));
            call(() -> (int) function.invokeExact(TRIM_THRESHOLD, trim));
        });
    }

    private void trim() {
        mallocTrim.ifPresent(function -> call(() -> (int) function.invokeExact(0L)));
    }

    /** A call into the C library. */
    private interface Native {
        int run() throws Throwable;
    }

    private static void call(Native call) {
        try {
            call.run();
        } catch (Throwable e) {
            throw new AssertionError("a C function threw", e);
        }
    }

    private static long kilobytes(String field) throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException(STATUS + " has no " + field);
    }
}
