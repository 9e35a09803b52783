package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class ShapeOpsTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ShapeOpsTest() {
        System.out.println("ShapeOpsTest seed " + seed);
    }

    private static int[] shape(int... sizes) {
        return sizes;
    }

    @Test
    void viewsRearrangeWithoutCopying(Ops ops) {
        Nd x = Nd.random(random, 2, 3, 4);
        Tensor t = x.tensor(ops);
        assertClose(ops.reshape(t, 6, -1), x.reshaped(6, 4), 0);
        assertClose(ops.view(t, 2, 12), x.reshaped(2, 12), 0);
        assertClose(ops.flatten(t, 1, -1), x.reshaped(2, 12), 0);
        assertClose(ops.unsqueeze(t, 1), x.reshaped(2, 1, 3, 4), 0);
        assertClose(ops.squeeze(ops.unsqueeze(t, 1), 1), x, 0);
        assertClose(ops.permute(t, 2, 0, 1), Nd.of(shape(4, 2, 3), i -> x.at(i[1], i[2], i[0])), 0);
        assertClose(ops.transpose(t, 0, -1), Nd.of(shape(4, 3, 2), i -> x.at(i[2], i[1], i[0])), 0);
        assertClose(ops.narrow(t, 1, 1, 2), Nd.of(shape(2, 2, 4), i -> x.at(i[0], i[1] + 1, i[2])), 0);
        assertClose(ops.select(t, 1, -1), Nd.of(shape(2, 4), i -> x.at(i[0], 2, i[1])), 0);
        Tensor permuted = ops.permute(t, 2, 0, 1);
        assertThat(permuted.strides()).containsExactly(1, 12, 4);
        assertThat(permuted.data().address()).isEqualTo(t.data().address());
        assertThat(permuted.isContiguous()).isFalse();
        assertThat(ops.contiguous(permuted).isContiguous()).isTrue();
        assertThat(ops.contiguous(permuted).toFloats()).containsExactly(permuted.toFloats());
    }

    @Test
    void repetitionFollowsTheIndex(Ops ops) {
        Nd x = Nd.random(random, 2, 3);
        Tensor t = x.tensor(ops);
        assertClose(ops.expand(ops.unsqueeze(t, 1), -1, 4, -1), Nd.of(shape(2, 4, 3), i -> x.at(i[0], i[2])), 0);
        assertClose(ops.repeat(t, 2, 3), Nd.of(shape(4, 9), i -> x.at(i[0] % 2, i[1] % 3)), 0);
    }

    @Test
    void joiningFollowsTheIndex(Ops ops) {
        Nd x = Nd.random(random, 2, 5);
        Nd y = Nd.random(random, 2, 2);
        Tensor t = x.tensor(ops);
        Nd joined = Nd.of(shape(2, 7), i -> i[1] < 5 ? x.at(i) : y.at(i[0], i[1] - 5));
        assertClose(ops.cat(List.of(t, y.tensor(ops)), -1), joined, 0);
        Nd other = Nd.random(random, 2, 5);
        Tensor stacked = ops.stack(List.of(t, other.tensor(ops)), 1);
        assertClose(stacked, Nd.of(shape(2, 2, 5), i -> (i[1] == 0 ? x : other).at(i[0], i[2])), 0);
    }

    @Test
    void indexingPicksTheNamedPlaces(Ops ops) {
        Nd x = Nd.random(random, 4, 3);
        Tensor t = x.tensor(ops);
        Tensor rows = ops.tensor(new long[] {3, 0, 3}, 3);
        Nd picked = Nd.of(shape(3, 3), i -> x.at(i[0] == 1 ? 0 : 3, i[1]));
        assertClose(ops.indexSelect(t, 0, rows), picked, 0);
        Tensor there = picked.map(v -> Double.NaN).tensor(ops);
        assertThat(ops.indexSelectOut(there, t, 0, rows)).isSameAs(there);
        assertClose(there, picked, 0);
        assertClose(ops.embedding(t, rows), picked, 0);
    }
}
