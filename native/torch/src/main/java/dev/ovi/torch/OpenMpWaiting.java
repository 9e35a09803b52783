package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long OpenMP's threads spin for more work before they sleep. By default it is milliseconds, during which they take
 * the cores from whatever else runs: the compiler threads of the JVM to begin with. On a busy machine operators became
 * twenty times slower by that. With a short spin they lose nothing on an idle one.
 */
final class OpenMpWaiting {
    private static final String SPIN_COUNT = "GOMP_SPINCOUNT";
    private static final String SHORT_SPIN = "1000";

    private OpenMpWaiting() {}

    /**
     * Shortens the spin, unless the user has said how to wait. Must be called before libgomp is loaded, which reads the
     * process's environment once.
     */
    static void shorten(UnaryOperator<@Nullable String> environment) {
        if (environment.apply("OMP_WAIT_POLICY") != null || environment.apply(SPIN_COUNT) != null) {
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
