package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How long OpenMP's threads spin for more work before they sleep. By default it is milliseconds, during which they take
 * the cores from whatever else runs: the compiler threads of the JVM to begin with. On a busy machine operators became
 * twenty times slower by that. With a short spin they lose nothing on an idle one.
 */
public final class OpenMpWaiting {
    private static final String SPIN_COUNT = "GOMP_SPINCOUNT";
    private static final String SHORT_SPIN = "1000";

    private OpenMpWaiting() {}

    /**
     * Shortens the spin of this process, unless {@code OMP_WAIT_POLICY} or {@code GOMP_SPINCOUNT} say how to wait. It sets
     * the latter in the process's environment, which libgomp reads once while it is loaded: after {@link LibTorch#load} this
     * changes nothing. It is for the program that owns the process to call, before other threads read the environment.
     *
     * @throws LibTorchException if the environment cannot be changed
     */
    public static void shorten() {
        if (System.getenv("OMP_WAIT_POLICY") != null || System.getenv(SPIN_COUNT) != null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(SPIN_COUNT);
            MemorySegment value = arena.allocateFrom(SHORT_SPIN);
            int failed = (int) setenv.invokeExact(name, value, 0);
            if (failed != 0) {
                throw new LibTorchException("the environment variable " + SPIN_COUNT + " cannot be set");
            }
        } catch (LibTorchException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("setenv throws nothing", e);
        }
    }
}
