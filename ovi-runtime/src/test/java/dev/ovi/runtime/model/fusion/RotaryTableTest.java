package dev.ovi.runtime.model.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotaryTableTest {
    /** A product and a sum in float32, of numbers that upstream computes in float64. */
    private static final double FLOAT32_ROUNDING = 1e-6;

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final Goldens units = Goldens.units();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void videoHeadsTurnByFrameRowAndColumn() {
        try (TensorScope scope = ops.scope()) {
            long[] grid = units.tensor(ops, "rope3d.grid").toLongs();
            PatchGrid patches = new PatchGrid((int) grid[0], (int) grid[1], (int) grid[2]);
            Tensor x = ops.select(units.tensor(ops, "rope3d.in"), 0, 0); // [L and two more rows, 3, 32]
            Tensor expected = ops.select(units.tensor(ops, "rope3d.out_f32"), 0, 0);

            Tensor turned =
                    RotaryTable.video(ops, Device.CPU, patches, 32).rotate(ops, ops.narrow(x, 0, 0, patches.size()));

            assertThat(Goldens.relativeError(turned, ops.narrow(expected, 0, 0, patches.size())))
                    .isLessThan(FLOAT32_ROUNDING);
        }
    }

    @Test
    void audioHeadsTurnByScaledTimeAndOnlyInPart() {
        try (TensorScope scope = ops.scope()) {
            Tensor x = ops.select(units.tensor(ops, "rope1d.in"), 0, 0); // [22, 3, 32]
            Tensor expected = ops.select(units.tensor(ops, "rope1d.out_f32"), 0, 0);

            Tensor turned = RotaryTable.audio(ops, Device.CPU, 22, 32, 0.22588).rotate(ops, x);

            assertThat(Goldens.relativeError(turned, expected)).isLessThan(FLOAT32_ROUNDING);
            assertThat(ops.narrow(turned, 2, 12, 20).toFloats())
                    .isEqualTo(ops.narrow(x, 2, 12, 20).toFloats());
        }
    }
}
