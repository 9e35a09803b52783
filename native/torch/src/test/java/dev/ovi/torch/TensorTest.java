package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void additionAndMultiplicationCompute() {
        LibTorch torch = LibTorch.load();
        Ops ops = torch.ops();
        try (TensorScope scope = ops.scope()) {
            Tensor a = ops.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor b = ops.tensor(new float[] {10, 20, 30}, 3);
            assertThat(ops.add(a, b).toFloats()).containsExactly(11, 22, 33, 14, 25, 36);
            assertThat(ops.mul(a, 2.5).toFloats()).containsExactly(2.5f, 5, 7.5f, 10, 12.5f, 15);
            assertThat(ops.transpose(a, 0, 1).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(ops.add_(a, b).toFloats()).containsExactly(11, 22, 33, 14, 25, 36);
            assertThatThrownBy(() -> ops.matmul(a, a))
                    .isInstanceOf(TorchException.class)
                    .hasMessageContaining("aten::matmul(FLOAT32[2, 3] on cpu, FLOAT32[2, 3] on cpu)");
        }
        assertThat(torch.ledger().liveTensors()).isZero();
    }
}
