package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * How libtorch's libraries find each other's functions. The JVM lets the linker look for a function when it is first called,
 * and by then a library that knows nothing of us may have brought another copy of the CUDA runtime into the process with its
 * names on offer to all: libtorch's kernels, which are registered with one runtime, would be launched by the other
 * («invalid resource handle»). Where all is bound when a library is opened, each finds what it was built with.
 */
final class DynamicLinker {
    /** {@code RTLD_NOW} of glibc and musl; {@code RTLD_LOCAL} is 0. */
    private static final int BIND_NOW = 2;

    private DynamicLinker() {}

    /**
     * Opens a library and binds all that it calls; it stays open as long as the process.
     *
     * @throws UnsatisfiedLinkError if it cannot be opened, or lacks something that it calls
     */
    static void bindAtOnce(Path library) {
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dlopen"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        MethodHandle error = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dlerror"), FunctionDescriptor.of(ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            var handle = (MemorySegment)
                    open.invokeExact(arena.allocateFrom(library.toAbsolutePath().toString()), BIND_NOW);
            if (handle.address() == 0) {
                var reason = (MemorySegment) error.invokeExact();
                throw new UnsatisfiedLinkError(
                        reason.address() == 0
                                ? library + " cannot be opened"
                                : reason.reinterpret(Long.MAX_VALUE).getString(0));
            }
        } catch (UnsatisfiedLinkError e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("dlopen throws nothing", e);
        }
    }
}
