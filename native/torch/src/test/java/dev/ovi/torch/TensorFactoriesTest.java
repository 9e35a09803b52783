package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class TensorFactoriesTest {
    @Test
    void newTensorsHoldWhatTheyAreAskedFor(Ops ops) {
        for (DType dtype : new DType[] {
            DType.FLOAT64,
            DType.FLOAT32,
            DType.FLOAT16,
            DType.BFLOAT16,
            DType.INT64,
            DType.INT32,
            DType.UINT8,
            DType.BOOL
        }) {
            Tensor zeros = ops.zeros(dtype, Device.CPU, 2, 3);
            assertThat(zeros.dtype()).isEqualTo(dtype);
            assertThat(zeros.shape()).containsExactly(2, 3);
            assertThat(zeros.toDoubles()).hasSize(6).containsOnly(0);
        }
        assertThat(ops.tensor(new float[] {1.5f, -2}, 1, 2).toFloats()).containsExactly(1.5f, -2);
        assertThat(ops.tensor(new double[] {0.1}).item()).isEqualTo(0.1);
        assertThat(ops.tensor(new long[] {3, -4}, 2).toLongs()).containsExactly(3, -4);
        assertThat(ops.tensor(new byte[] {-1}, 1).toLongs()).containsExactly(255);
        assertThat(ops.scalar(0.1).item()).isEqualTo(0.1);
        assertThat(ops.emptyStrided(DType.FLOAT32, Device.CPU, new long[] {2, 3}, new long[] {1, 2})
                        .strides())
                .containsExactly(1, 2);
    }
}
