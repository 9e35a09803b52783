package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The witness is OpenMP, which says how many threads the calling thread's next parallel work would get. */
class OpsThreadsTest {
    private final LibTorch torch = LibTorch.load();
    private final MethodHandle ompGetMaxThreads = Linker.nativeLinker()
            .downcallHandle(
                    SymbolLookup.loaderLookup().findOrThrow("omp_get_max_threads"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT));

    /** The threads that OpenMP would give after an operator. */
    private int threadsUsed(Ops ops) {
        try (TensorScope scope = ops.scope()) {
            Tensor x = scope.own(ops.empty(DType.FLOAT32, Device.CPU, 4));
            ops.mul(x, 2);
            return (int) ompGetMaxThreads.invokeExact();
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("omp_get_max_threads throws nothing", e);
        }
    }

    @Test
    void twoOpsOfTwoThreadsUseTheirOwnNumbersAtOnce() throws InterruptedException, ExecutionException {
        CyclicBarrier together = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<List<Integer>> three = threads.submit(() -> usedBy(3, together));
            Future<List<Integer>> four = threads.submit(() -> usedBy(4, together));
            assertThat(three.get()).hasSize(50).containsOnly(3);
            assertThat(four.get()).hasSize(50).containsOnly(4);
        }
    }

    private List<Integer> usedBy(int threads, CyclicBarrier together)
            throws InterruptedException, BrokenBarrierException {
        Ops ops = torch.ops();
        ops.useThreads(threads);
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            together.await();
            used.add(threadsUsed(ops));
        }
        return used;
    }

    @Test
    void whatUseThreadsSaysHoldsForEveryOpsOfTheThread() {
        Ops first = torch.ops();
        Ops second = torch.ops();
        try {
            first.useThreads(3);
            assertThat(second.threads()).isEqualTo(3);
            assertThat(threadsUsed(second)).isEqualTo(3);
            assertThat(threadsUsed(first)).isEqualTo(3);
        } finally {
            first.useThreads(torch.physicalCores());
        }
        assertThat(threadsUsed(second)).isEqualTo(torch.physicalCores());
    }

    @Test
    void aThreadBeginsWithThePhysicalCores() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newSingleThreadExecutor()) {
            assertThat(threads.submit(() -> threadsUsed(torch.ops())).get()).isEqualTo(ProcessorCores.physical());
        }
    }

    @Test
    void anOpsThatCouldNotKeepItsNumberIsRefused() throws InterruptedException {
        List<Throwable> refused = new ArrayList<>();
        Thread virtual = Thread.ofVirtual().unstarted(torch::ops);
        virtual.setUncaughtExceptionHandler((thread, failure) -> refused.add(failure));
        virtual.start();
        virtual.join();
        assertThat(refused)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("platform thread");
    }
}
