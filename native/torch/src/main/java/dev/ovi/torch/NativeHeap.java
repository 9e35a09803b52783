package dev.ovi.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the GNU C library does with memory that tensors on the CPU have given back; nothing happens where another C library
 * is in use. See mallopt(3) and malloc_trim(3).
 */
public final class NativeHeap {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    private static final int LARGE = 64 << 10;

    /** The largest that the C library accepts. */
    private static final int REUSED_UP_TO = 32 << 20;

    private static final int KEPT = 128 << 20;

    /** What was set here last, since the C library does not tell; its own 128 KiB before that. */
    private static final AtomicReference<Thresholds> LATEST =
            new AtomicReference<>(new Thresholds(128 << 10, 128 << 10));

    private static final Optional<MethodHandle> MALLOPT =
            function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final Optional<MethodHandle> MALLOC_TRIM = function("malloc_trim", ValueLayout.JAVA_LONG);

    /**
     * In bytes.
     *
     * @param mmap from this size on a piece is a mapping of its own, which goes back as soon as it is freed
     * @param trim from this size on what is free at the end of the heap goes back
     */
    private record Thresholds(int mmap, int trim) {}

    private NativeHeap() {}

    /**
     * Lets the process keep up to 128 MiB for the next tensors. By default the system gets memory back, and clears it again,
     * for every intermediate result of some megabytes: up to a fifth of a diffusion step of the small model. This concerns
     * whatever the process allocates by the C library, so it is for the program that owns the process to call, at best
     * before its other threads allocate much.
     */
    public static void keepFreedMemory() {
        set(new Thresholds(REUSED_UP_TO, KEPT));
    }

    /** Returns what is free now to the system. The heap of a long stage is full of holes, which the next one may not fit. */
    public static void trim() {
        MALLOC_TRIM.ifPresent(function -> call(() -> (int) function.invokeExact(0L)));
    }

    /**
     * Runs an action while every large piece goes back to the system as soon as it is freed, so that what is resident is
     * what is in use. It makes allocation slow. Afterwards it is as {@link #keepFreedMemory()} made it, or, if that was not
     * called, as the C library documents it. One thread at a time may call this.
     */
    public static void withoutReuse(Runnable action) {
        Thresholds before = set(new Thresholds(LARGE, LARGE));
        try {
            action.run();
        } finally {
            set(before);
        }
    }

    /** @return what was set before */
    private static Thresholds set(Thresholds thresholds) {
        MALLOPT.ifPresent(function -> {
            call(() -> (int) function.invokeExact(MMAP_THRESHOLD, thresholds.mmap));
            call(() -> (int) function.invokeExact(TRIM_THRESHOLD, thresholds.trim));
        });
        return LATEST.getAndSet(thresholds);
    }

    private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
    }

    /** A call into the C library. */
    private interface Downcall {
        int invoke() throws Throwable;
    }

    private static void call(Downcall downcall) {
        try {
            downcall.invoke();
        } catch (Throwable e) {
            throw new AssertionError("a C function threw", e);
        }
    }
}
