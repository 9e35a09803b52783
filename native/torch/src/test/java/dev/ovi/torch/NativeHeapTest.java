package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
    private static final long PIECE = 8 << 20;

    /** Of the GNU C library's word before a piece: the piece is a mapping of its own, which freeing it returns. */
    private static final long IS_MMAPPED = 2;

    @Test
    void afterwardsFreedMemoryIsKeptAsItWasBefore() {
        assumeTrue(Linker.nativeLinker().defaultLookup().find("mallopt").isPresent(), "needs the GNU C library");
        NativeHeap.keepFreedMemory();
        assertThat(isMappingOfItsOwn()).isFalse();
        boolean[] meanwhile = new boolean[1];
        NativeHeap.withoutReuse(() -> meanwhile[0] = isMappingOfItsOwn());
        assertThat(meanwhile[0]).isTrue();
        assertThat(isMappingOfItsOwn()).isFalse();
    }

    private static boolean isMappingOfItsOwn() {
        Linker linker = Linker.nativeLinker();
        MethodHandle malloc = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        MethodHandle free = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        try {
            MemorySegment piece = (MemorySegment) malloc.invokeExact(PIECE);
            long size = MemorySegment.ofAddress(piece.address() - Long.BYTES)
                    .reinterpret(Long.BYTES)
                    .get(ValueLayout.JAVA_LONG, 0);
            free.invokeExact(piece);
            return (size & IS_MMAPPED) != 0;
        } catch (Throwable e) {
            throw new AssertionError("malloc and free throw nothing", e);
        }
    }
}
