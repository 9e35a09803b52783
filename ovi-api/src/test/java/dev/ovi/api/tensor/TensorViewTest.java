package dev.ovi.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorViewTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void elementsOfADenseTensorLieInRowMajorOrder() {
        long[] shape = random.longs(3, 1, 6).toArray();
        TensorView dense = view(shape, TensorView.contiguousStrides(shape));
        long expected = 0;
        for (long i = 0; i < shape[0]; i++) {
            for (long j = 0; j < shape[1]; j++) {
                for (long k = 0; k < shape[2]; k++) {
                    assertThat(dense.offset(i, j, k)).as("seed %d", seed).isEqualTo(expected++);
                }
            }
        }
        assertThat(expected).isEqualTo(dense.elementCount());
    }

    @Test
    void aTransposedOrRepeatedTensorFindsTheSameElements() {
        // [2, 3] in row-major order, seen as [3, 2, 5] with each element five times
        TensorView view = view(new long[] {3, 2, 5}, new long[] {1, 3, 0});
        assertThat(view.offset(2, 1, 4)).isEqualTo(5);
        assertThat(view.offset(2, 0, 1)).isEqualTo(2);
    }

    @Test
    void aScalarHasOneElement() {
        assertThat(view(new long[0], new long[0]).offset()).isZero();
    }

    @Test
    void anElementThatIsNotThereIsRefused() {
        TensorView view = view(new long[] {3, 2}, new long[] {2, 1});
        assertThatThrownBy(() -> view.offset(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.offset(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.offset(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1]")
                .hasMessageContaining("[3, 2]");
    }

    private static TensorView view(long[] shape, long[] strides) {
        MemorySegment memory = Arena.ofAuto().allocate(4096);
        return TensorView.of(memory, DType.FLOAT32, Device.CPU, shape, strides);
    }
}
