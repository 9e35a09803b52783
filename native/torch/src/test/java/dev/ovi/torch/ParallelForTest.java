package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TorchExtension.class)
class ParallelForTest {
    private static final long CONTEXT = 0x1234;

    private final AtomicIntegerArray calls = new AtomicIntegerArray(11);
    private final Set<Long> threads = ConcurrentHashMap.newKeySet();
    private final Set<Long> contexts = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("unused") // called by libtorch
    private void part(long begin, long end, MemorySegment context) {
        threads.add(Thread.currentThread().threadId());
        contexts.add(context.address());
        for (long i = begin; i < end; i++) {
            calls.incrementAndGet((int) i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 11", "2, 1", "2, 11", "3, 2"})
    void everyItemIsDoneOnceOnTheThreadsInUse(int useThreads, int items) throws ReflectiveOperationException {
        Ops ops = LibTorch.load().ops();
        ops.useThreads(useThreads);
        try (Arena arena = Arena.ofShared()) {
            var descriptor =
                    FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
            var part = MethodHandles.lookup()
                    .bind(this, "part", MethodType.methodType(void.class, long.class, long.class, MemorySegment.class));
            MemorySegment function = Linker.nativeLinker().upcallStub(part, descriptor, arena);
            ops.parallelFor(items, function, MemorySegment.ofAddress(CONTEXT));
        }

        for (int i = 0; i < calls.length(); i++) {
            assertThat(calls.get(i)).as("calls for item %d", i).isEqualTo(i < items ? 1 : 0);
        }
        ops.useThreads(ops.torch().physicalCores());
        assertThat(threads).hasSize(Math.min(useThreads, items));
        assertThat(contexts).allMatch(context -> context == CONTEXT);
    }
}
