package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
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
        assertClose(ops.unflatten(t, 2, 2, 2), x.reshaped(2, 3, 2, 2), 0);
        assertClose(ops.unsqueeze(t, 1), x.reshaped(2, 1, 3, 4), 0);
        assertClose(ops.squeeze(ops.unsqueeze(t, 1), 1), x, 0);
        assertClose(ops.permute(t, 2, 0, 1), Nd.of(shape(4, 2, 3), i -> x.at(i[1], i[2], i[0])), 0);
        assertClose(ops.transpose(t, 0, -1), Nd.of(shape(4, 3, 2), i -> x.at(i[2], i[1], i[0])), 0);
        assertClose(ops.narrow(t, 1, 1, 2), Nd.of(shape(2, 2, 4), i -> x.at(i[0], i[1] + 1, i[2])), 0);
        assertClose(ops.slice(t, 2, 1, 4, 2), Nd.of(shape(2, 3, 2), i -> x.at(i[0], i[1], 1 + 2 * i[2])), 0);
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
        assertClose(ops.repeatInterleave(t, 3, 1), Nd.of(shape(2, 9), i -> x.at(i[0], i[1] / 3)), 0);
        assertClose(ops.roll(t, 1, 1), Nd.of(shape(2, 3), i -> x.at(i[0], Math.floorMod(i[1] - 1, 3))), 0);
        assertClose(ops.flip(t, 0, 1), Nd.of(shape(2, 3), i -> x.at(1 - i[0], 2 - i[1])), 0);
        assertClose(ops.triu(t, 1), Nd.of(shape(2, 3), i -> i[1] - i[0] >= 1 ? x.at(i) : 0), 0);
        assertClose(ops.tril(t, 0), Nd.of(shape(2, 3), i -> i[1] - i[0] <= 0 ? x.at(i) : 0), 0);
    }

    @Test
    void joiningAndTakingApartAreInverse(Ops ops) {
        Nd x = Nd.random(random, 2, 5);
        Tensor t = x.tensor(ops);
        List<Tensor> pieces = ops.split(t, 2, 1);
        assertThat(pieces).extracting(piece -> piece.size(1)).containsExactly(2L, 2L, 1L);
        assertClose(ops.cat(pieces, 1), x, 0);
        assertThat(ops.split(t, new long[] {1, 4}, 1))
                .extracting(piece -> piece.size(1))
                .containsExactly(1L, 4L);
        assertClose(ops.cat(ops.chunk(t, 3, 1), -1), x, 0);
        assertThat(ops.chunk(t, 3, 1)).hasSize(3);
        Tensor stacked = ops.stack(List.of(t, ops.neg(t)), 1);
        assertClose(stacked, Nd.of(shape(2, 2, 5), i -> i[1] == 0 ? x.at(i[0], i[2]) : -x.at(i[0], i[2])), 0);
    }

    @Test
    void indexingPicksTheNamedPlaces(Ops ops) {
        Nd x = Nd.random(random, 4, 3);
        Tensor t = x.tensor(ops);
        Tensor rows = ops.tensor(new long[] {3, 0, 3}, 3);
        Nd picked = Nd.of(shape(3, 3), i -> x.at(i[0] == 1 ? 0 : 3, i[1]));
        assertClose(ops.indexSelect(t, 0, rows), picked, 0);
        Tensor there = ops.full(Double.NaN, DType.FLOAT32, Device.CPU, 3, 3);
        assertThat(ops.indexSelectOut(there, t, 0, rows)).isSameAs(there);
        assertClose(there, picked, 0);
        assertClose(ops.embedding(t, rows), picked, 0);
        int[][] columns = {{0, 2}, {1, 1}, {2, 0}, {0, 0}};
        Tensor index = ops.tensor(new long[] {0, 2, 1, 1, 2, 0, 0, 0}, 4, 2);
        assertClose(ops.gather(t, 1, index), Nd.of(shape(4, 2), i -> x.at(i[0], columns[i[0]][i[1]])), 0);
    }

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
            Tensor ones = ops.ones(dtype, Device.CPU, 2, 3);
            assertThat(ones.dtype()).isEqualTo(dtype);
            assertThat(ones.shape()).containsExactly(2, 3);
            assertThat(ones.toDoubles()).hasSize(6).containsOnly(1);
            assertThat(ops.zeros(dtype, Device.CPU, 4).toDoubles()).hasSize(4).containsOnly(0);
        }
        assertThat(ops.full(-2.5, DType.FLOAT64, Device.CPU).item()).isEqualTo(-2.5);
        assertThat(ops.arange(5, DType.INT64, Device.CPU).toLongs()).containsExactly(0, 1, 2, 3, 4);
        assertThat(ops.arange(3, DType.FLOAT32, Device.CPU).toFloats()).containsExactly(0, 1, 2);
        assertThat(ops.scalar(0.1).item()).isEqualTo(0.1);
        assertThat(ops.emptyStrided(DType.FLOAT32, Device.CPU, new long[] {2, 3}, new long[] {1, 2})
                        .strides())
                .containsExactly(1, 2);
    }

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
}
