package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class CopyOpsTest {
    @Test
    void conversionRoundsToTheNearest(Ops ops) {
        Tensor x = ops.tensor(new float[] {1 + 1 / 256f, 1 + 3 / 256f, -3.7f}, 3);
        // Halfway between two bfloat16 neighbours, the even one is taken.
        assertThat(ops.to(x, DType.BFLOAT16).toFloats()).containsExactly(1f, 1.015625f, -3.703125f);
        assertThat(ops.to(x, DType.INT64).toLongs()).containsExactly(1, 1, -3);
        assertThat(ops.to(x, DType.FLOAT32).data().address()).isEqualTo(x.data().address());
        assertThat(ops.copy(x).data().address()).isNotEqualTo(x.data().address());
        assertThat(ops.toHost(x).toFloats()).containsExactly(x.toFloats());
        assertThat(ops.to(x, DType.FLOAT64, Device.CPU).toDoubles())
                .containsExactly(1.00390625, 1.01171875, (double) -3.7f);
    }

    @Test
    void whatIsCopiedIntoATensorIsBroadcastAndConverted(Ops ops) {
        Tensor target = ops.empty(DType.BFLOAT16, Device.CPU, 2, 3);
        assertThat(ops.copy_(target, ops.tensor(new double[] {1, 2.5, -3}, 3))).isSameAs(target);
        assertThat(target.toFloats()).containsExactly(1, 2.5f, -3, 1, 2.5f, -3);
        assertThat(ops.zero_(target)).isSameAs(target);
        assertThat(target.toFloats()).containsOnly(0);
    }
}
