package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class TensorTest {
    @Test
    void resultsBelongToTheInnermostScope(Ops ops) {
        Tensor outer = ops.tensor(new float[] {1, 2}, 2);
        Tensor kept;
        Tensor dropped;
        try (TensorScope scope = ops.scope()) {
            dropped = ops.mul(outer, 2);
            kept = scope.keep(ops.add(dropped, 1));
        }
        assertThat(dropped.isClosed()).isTrue();
        assertThat(kept.toFloats()).containsExactly(3, 5);
        assertThatIllegalStateException().isThrownBy(dropped::shape).withMessageContaining("closed");
    }

    @Test
    void aTensorKeptFromTheOutermostScopeBelongsToTheCaller() {
        LibTorch torch = LibTorch.load();
        Ops ops = torch.ops();
        Tensor kept;
        try (TensorScope scope = ops.scope()) {
            kept = scope.keep(ops.scalar(1));
        }
        assertThat(kept.isClosed()).isFalse();
        kept.close();
        kept.close();
        assertThat(kept.isClosed()).isTrue();
    }

    @Test
    void anUnscopedTensorOutlivesItsScope(Ops ops) {
        Tensor kept;
        try (TensorScope outer = ops.scope();
                TensorScope inner = ops.scope()) {
            kept = ops.tensor(new float[] {1}, 1).unscoped();
            ops.mul(kept, 2);
        }
        assertThat(kept.isClosed()).isFalse();
        kept.close();
    }

    @Test
    void aTensorClosedEarlyLeavesItsScope(Ops ops) {
        long before = ops.torch().ledger().liveTensors();
        try (TensorScope scope = ops.scope()) {
            for (int i = 0; i < 1000; i++) {
                ops.scalar(i).close();
            }
            assertThat(ops.torch().ledger().liveTensors()).isEqualTo(before);
            Tensor own = scope.own(ops.scalar(1));
            assertThat(own.isClosed()).isFalse();
        }
        assertThat(ops.torch().ledger().liveTensors()).isEqualTo(before);
    }

    @Test
    void scopesCloseInReverseOrder(Ops ops) {
        TensorScope outer = ops.scope();
        TensorScope inner = ops.scope();
        assertThatIllegalStateException().isThrownBy(outer::close).withMessageContaining("reverse order");
        inner.close();
        outer.close();
    }

    @Test
    void aLeakIsReportedWithTheLineThatMadeIt(Ops ops) {
        try (TensorScope scope = ops.scope()) {
            Tensor forgotten = scope.keep(ops.scalar(1));
            assertThat(ops.torch().ledger().report())
                    .contains("FLOAT64[] on cpu")
                    .contains("aLeakIsReportedWithTheLineThatMadeIt");
            forgotten.close();
        }
        assertThat(ops.torch().ledger().report()).isEmpty();
    }

    @Test
    void anOpsRefusesToServeAnotherThread(Ops ops) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                ops.scalar(1);
            } catch (IllegalStateException refused) {
                thrown.set(refused);
            }
        });
        other.join();
        assertThat(thrown.get()).hasMessageContaining("make one for each thread");
    }

    @Test
    void anotherThreadComputesWithItsOwnOps(Ops ops) throws InterruptedException {
        Tensor shared = ops.tensor(new float[] {1, 2, 3}, 3);
        AtomicReference<float[]> result = new AtomicReference<>();
        Thread other = Thread.ofPlatform().start(() -> {
            Ops own = shared.torch().ops();
            try (TensorScope scope = own.scope()) {
                result.set(own.mul(shared, 2).toFloats());
            }
        });
        other.join();
        assertThat(result.get()).containsExactly(2, 4, 6);
    }

    @Test
    void anErrorNamesTheOperatorItsArgumentsAndTheReason(Ops ops) {
        Tensor a = ops.tensor(new float[6], 2, 3);
        long before = ops.torch().ledger().liveTensors();
        assertThatThrownBy(() -> ops.matmul(a, a))
                .isInstanceOf(TorchException.class)
                .hasMessageContaining("aten::matmul(FLOAT32[2, 3] on cpu, FLOAT32[2, 3] on cpu)")
                .hasMessageContaining("cannot be multiplied");
        assertThatThrownBy(() -> ops.add(a, ops.tensor(new float[4], 4))).isInstanceOf(TorchException.class);
        assertThat(ops.matmul(a, ops.transpose(a, 0, 1)).shape()).containsExactly(2, 2);
        assertThat(ops.torch().ledger().liveTensors()).isEqualTo(before + 3);
    }

    @Test
    void aClosedArgumentIsAnErrorAndTheNextCallWorks(Ops ops) {
        Tensor a = ops.tensor(new float[] {2}, 1);
        Tensor closed = ops.scalar(1);
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> ops.mul(a, closed)).withMessageContaining("closed");
        assertThat(ops.mul(a, a).toFloats()).containsExactly(4);
    }

    @Test
    void aBlobSharesItsMemoryAndIsRememberedUntilItsLastViewIsClosed(Ops ops) {
        int before = ops.torch().blobsInUse();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4);
            Tensor view;
            try (TensorScope scope = ops.scope()) {
                Tensor blob = ops.fromView(TensorView.contiguous(memory, DType.FLOAT32, 2, 2));
                assertThat(blob.data().address()).isEqualTo(memory.address());
                view = scope.keep(ops.select(blob, 0, 1));
            }
            assertThat(ops.torch().blobsInUse()).isEqualTo(before + 1);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 2, 30);
            assertThat(view.toFloats()).containsExactly(30, 4);
            view.close();
            assertThat(ops.torch().blobsInUse()).isEqualTo(before);
        }
    }

    @Test
    void theMemoryOfAnAutomaticArenaStaysWhileAViewOfItIsOpen(Ops ops) throws InterruptedException {
        List<WeakReference<MemorySegment>> reachable = new ArrayList<>();
        Tensor blob = automaticBlob(ops, reachable);
        Tensor view = ops.narrow(blob, 0, 1, 2);
        blob.close();
        System.gc();
        Thread.sleep(50);
        assertThat(view.toDoubles()).containsExactly(2, 3);
        assertThat(reachable.getFirst().get()).isNotNull();
    }

    /** In a method of its own, so that no local variable holds the memory. */
    private static Tensor automaticBlob(Ops ops, List<WeakReference<MemorySegment>> reachable) {
        MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3);
        reachable.add(new WeakReference<>(memory));
        return ops.fromView(TensorView.contiguous(memory, DType.FLOAT64, 3));
    }

    @Test
    void heapMemoryIsRefusedAsABlob(Ops ops) {
        MemorySegment heap = MemorySegment.ofArray(new float[4]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ops.fromView(TensorView.contiguous(heap, DType.FLOAT32, 4)))
                .withMessageContaining("heap");
    }

    @Test
    void aViewCarriesShapeStridesTypeAndDevice(Ops ops) {
        Tensor t = ops.transpose(ops.tensor(new long[] {1, 2, 3, 4, 5, 6}, 2, 3), 0, 1);
        TensorView view = t.view();
        assertThat(view.shape()).containsExactly(3, 2);
        assertThat(view.strides()).containsExactly(1, 3);
        assertThat(view.dtype()).isEqualTo(DType.INT64);
        assertThat(view.device()).isEqualTo(Device.CPU);
        assertThat(view.data().byteSize()).isEqualTo(6 * 8);
        assertThat(ops.fromView(view).toLongs()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void arraysOfTheWrongLengthAreRefused(Ops ops) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ops.tensor(new float[5], 2, 3))
                .withMessageContaining("[2, 3] has 6 elements, the array has 5");
        assertThatIllegalStateException()
                .isThrownBy(() -> ops.tensor(new float[2], 2).item());
        assertThatIllegalStateException()
                .isThrownBy(() -> ops.tensor(new float[2], 2).toLongs());
    }

    @Test
    void everyElementTypeReadsBack(Ops ops) {
        assertThat(ops.tensor(new byte[] {(byte) 200, 1}, 2).toLongs()).containsExactly(200, 1);
        assertThat(ops.tensor(new double[] {0.1}, 1).item()).isEqualTo(0.1);
        for (DType dtype : new DType[] {
            DType.INT8, DType.INT16, DType.INT32, DType.FLOAT16, DType.BFLOAT16, DType.UINT16, DType.UINT32
        }) {
            assertThat(ops.to(ops.tensor(new float[] {3, 100}, 2), dtype).toDoubles())
                    .containsExactly(3, 100);
        }
    }

    @Test
    void aDeviceThatThisLibtorchWasNotBuiltForIsRefusedInOneLine(Ops ops) {
        assertThat(ops.torch().supports(Device.Type.CPU)).isTrue();
        assumeFalse(ops.torch().supports(Device.Type.CUDA), "this libtorch was built for CUDA");
        Tensor x = ops.tensor(new float[] {1}, 1);
        assertThatThrownBy(() -> ops.to(x, Device.cuda(0)))
                .isInstanceOf(TorchException.class)
                .hasMessageStartingWith("aten::to.device(FLOAT32[1] on cpu): Could not run")
                .hasMessageContaining("'CUDA' backend")
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasLineCount(1).hasSizeLessThan(200));
    }
}
