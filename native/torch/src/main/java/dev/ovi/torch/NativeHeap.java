package dev.ovi.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What the GNU C library does with memory that tensors on the CPU have given back; nothing changes where another C library
 * is in use. See mallopt(3) and malloc_trim(3).
 */
public final class NativeHeap {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;

    /** The largest that the C library accepts. */
    private static final int REUSED_UP_TO = 32 << 20;

    private static final int KEPT = 128 << 20;
    private static final int RETURNED_FROM = 64 << 10;

    private static final Optional<MethodHandle> MALLOPT =
            function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final Optional<MethodHandle> MALLOC_TRIM = function("malloc_trim", ValueLayout.JAVA_LONG);

    private NativeHeap() {}

    /**
     * Keeps up to 128 MiB for the next tensors. By default the system gets memory back and clears it again for every
     * intermediate result of some megabytes, which took a fifth of a diffusion step of the small model.
     */
    public static void keepFreedMemory() {
        setThresholds(REUSED_UP_TO, KEPT);
    }

    /** Returns freed memory to the system at once, what is free now and every large piece from now on. */
    public static void returnFreedMemory() {
        setThresholds(RETURNED_FROM, RETURNED_FROM);
        MALLOC_TRIM.ifPresent(function -> call(() -> (int) function.invokeExact(0L)));
    }

    private static void setThresholds(int mmap, int trim) {
        MALLOPT.ifPresent(function -> {
            call(() -> (int) function.invokeExact(MMAP_THRESHOLD, mmap));
            call(() -> (int) function.invokeExact(TRIM_THRESHOLD, trim));
        });
    }

    private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
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
}
