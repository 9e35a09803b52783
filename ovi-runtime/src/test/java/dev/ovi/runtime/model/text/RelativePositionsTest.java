package dev.ovi.runtime.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.Goldens;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import org.junit.jupiter.api.Test;

class RelativePositionsTest {

    @Test
    void classesAreUpstreamsForEveryDistance() {
        Ops ops = LibTorch.load().ops();
        int[] queries = {0, 64, 199};
        RelativePositions positions = new RelativePositions(32, 128);
        try (TensorScope scope = ops.scope()) {
            long[] expected = Goldens.units()
                    .tensor(ops, "t5.bucket_of_relative_position")
                    .toLongs();
            for (int row = 0; row < queries.length; row++) {
                for (int key = 0; key < 200; key++) {
                    assertThat((long) positions.bucket(key - queries[row]))
                            .as("key %d seen from query %d", key, queries[row])
                            .isEqualTo(expected[row * 200 + key]);
                }
            }
        }
    }
}
