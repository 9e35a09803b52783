package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TorchExtension.class)
class ProductOpsTest {
    /** Float32 sums of products, some dozen terms of size up to 4. */
    private static final double ROUNDING = 1e-5;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ProductOpsTest() {
        System.out.println("ProductOpsTest seed " + seed);
    }

    private static double sum(int terms, IntToDoubleFunction term) {
        double total = 0;
        for (int i = 0; i < terms; i++) {
            total += term.applyAsDouble(i);
        }
        return total;
    }

    @Test
    void matrixProductsAgreeWithLoops(Ops ops) {
        Nd a = Nd.random(random, 2, 3, 7);
        Nd b = Nd.random(random, 2, 7, 5);
        Nd expected = Nd.of(new int[] {2, 3, 5}, i -> sum(7, k -> a.at(i[0], i[1], k) * b.at(i[0], k, i[2])));
        assertClose(ops.matmul(a.tensor(ops), b.tensor(ops)), expected, ROUNDING);
        assertClose(ops.bmm(a.tensor(ops), b.tensor(ops)), expected, ROUNDING);
        Tensor there = ops.full(Double.NaN, DType.FLOAT32, Device.CPU, 2, 3, 5);
        assertThat(ops.bmmOut(there, a.tensor(ops), b.tensor(ops))).isSameAs(there);
        assertClose(there, expected, ROUNDING);
        Nd weight = Nd.random(random, 4, 7);
        Nd bias = Nd.random(random, 4);
        Nd projected = Nd.of(new int[] {2, 3, 4}, i -> sum(7, k -> a.at(i[0], i[1], k) * weight.at(i[2], k)));
        assertClose(ops.linear(a.tensor(ops), weight.tensor(ops), null), projected, ROUNDING);
        assertClose(
                ops.linear(a.tensor(ops), weight.tensor(ops), bias.tensor(ops)),
                Nd.of(projected.shape(), i -> projected.at(i) + bias.at(i[2])),
                ROUNDING);
    }

    @Test
    void attentionAndItsLogsumexpAgreeWithSoftmaxInDouble(Ops ops) {
        Nd q = Nd.random(random, 1, 2, 5, 8);
        Nd k = Nd.random(random, 1, 2, 9, 8);
        Nd v = Nd.random(random, 1, 2, 9, 8);
        Nd mask = Nd.random(random, 1, 1, 5, 9);
        double scale = 0.3;
        for (boolean masked : new boolean[] {false, true}) {
            Nd scores = Nd.of(
                    new int[] {1, 2, 5, 9},
                    i -> scale * sum(8, d -> q.at(0, i[1], i[2], d) * k.at(0, i[1], i[3], d))
                            + (masked ? mask.at(0, 0, i[2], i[3]) : 0));
            Nd lse = scores.fold(3, 0, (s, x) -> s + Math.exp(x)).map(Math::log);
            Nd expected = Nd.of(
                    new int[] {1, 2, 5, 8},
                    i -> sum(
                            9,
                            j -> Math.exp(scores.at(0, i[1], i[2], j) - lse.at(0, i[1], i[2], 0))
                                    * v.at(0, i[1], j, i[3])));
            Tensor additive = masked ? mask.tensor(ops) : null;
            Ops.Attention fused = ops.scaledDotProductFlashAttentionForCpu(
                    q.tensor(ops), k.tensor(ops), v.tensor(ops), additive, scale);
            assertClose(fused.output(), expected, ROUNDING);
            assertClose(fused.logsumexp(), lse.reshaped(1, 2, 5), ROUNDING);
            assertThat(fused.logsumexp().dtype()).isEqualTo(DType.FLOAT32);
            assertClose(
                    ops.scaledDotProductAttention(q.tensor(ops), k.tensor(ops), v.tensor(ops), additive, scale),
                    expected,
                    ROUNDING);
        }
    }

    @Test
    void convolutionsAgreeWithLoops(Ops ops) {
        Nd x = Nd.random(random, 1, 4, 11);
        Nd weight = Nd.random(random, 6, 2, 3);
        Nd bias = Nd.random(random, 6);
        // Stride 2, padding 2, dilation 2, two groups: (11 + 4 − 5)/2 + 1 = 6 places.
        Nd expected = Nd.of(
                new int[] {1, 6, 6},
                i -> bias.at(i[1])
                        + sum(6, t -> {
                            int channel = t / 3;
                            int tap = t % 3;
                            int place = i[2] * 2 - 2 + tap * 2;
                            int group = i[1] / 3;
                            return place < 0 || place >= 11
                                    ? 0
                                    : x.at(0, group * 2 + channel, place) * weight.at(i[1], channel, tap);
                        }));
        assertClose(ops.conv1d(x.tensor(ops), weight.tensor(ops), bias.tensor(ops), 2, 2, 2, 2), expected, ROUNDING);
    }

    @Test
    void planarConvolutionsAgreeWithLoops(Ops ops) {
        Nd x = Nd.random(random, 1, 2, 5, 6);
        Nd weight = Nd.random(random, 3, 2, 3, 3);
        Nd bias = Nd.random(random, 3);
        Nd expected = Nd.of(
                new int[] {1, 3, 3, 3},
                i -> bias.at(i[1])
                        + sum(18, t -> {
                            int row = i[2] * 2 - 1 + t / 3 % 3;
                            int column = i[3] * 2 - 1 + t % 3;
                            return row < 0 || row >= 5 || column < 0 || column >= 6
                                    ? 0
                                    : x.at(0, t / 9, row, column) * weight.at(i[1], t / 9, t / 3 % 3, t % 3);
                        }));
        assertClose(ops.conv2d(x.tensor(ops), weight.tensor(ops), bias.tensor(ops), 2, 1), expected, ROUNDING);
        assertClose(
                ops.conv2d(
                        x.tensor(ops),
                        weight.tensor(ops),
                        bias.tensor(ops),
                        new long[] {2, 2},
                        new long[] {1, 1},
                        new long[] {1, 1},
                        1),
                expected,
                ROUNDING);
    }

    @Test
    void spatialConvolutionsAgreeWithLoops(Ops ops) {
        Nd x = Nd.random(random, 1, 2, 4, 5, 5);
        Nd weight = Nd.random(random, 3, 2, 3, 2, 1);
        // No padding in time, one row above and below, stride 1, 2, 1.
        Nd expected = Nd.of(
                new int[] {1, 3, 2, 3, 5},
                i -> sum(12, t -> {
                    int channel = t / 6;
                    int depth = i[2] + t / 2 % 3;
                    int row = i[3] * 2 - 1 + t % 2;
                    return row < 0 || row >= 5
                            ? 0
                            : x.at(0, channel, depth, row, i[4]) * weight.at(i[1], channel, t / 2 % 3, t % 2, 0);
                }));
        assertClose(
                ops.conv3d(x.tensor(ops), weight.tensor(ops), null, new long[] {1, 2, 1}, new long[] {0, 1, 0}),
                expected,
                ROUNDING);
    }

    @Test
    void aTransposedConvolutionSpreadsEachElement(Ops ops) {
        Nd x = Nd.random(random, 1, 4, 5);
        Nd weight = Nd.random(random, 4, 1, 4);
        // Groups of two channels each; (5 − 1)·2 − 2·1 + (4 − 1) + 1 = 10 places, plus 1 of output padding.
        Nd expected = Nd.of(
                new int[] {1, 2, 11},
                i -> sum(2 * 5 * 4, t -> {
                    int channel = i[1] * 2 + t / 20;
                    int from = t / 4 % 5;
                    int tap = t % 4;
                    return from * 2 - 1 + tap == i[2] ? x.at(0, channel, from) * weight.at(channel, 0, tap) : 0;
                }));
        assertClose(ops.convTranspose1d(x.tensor(ops), weight.tensor(ops), null, 2, 1, 1, 2, 1), expected, ROUNDING);
    }

    @Test
    void paddingFillsAsItsModeSays(Ops ops) {
        Tensor x = ops.tensor(new float[] {1, 2, 3, 4}, 1, 1, 4);
        assertThat(ops.pad(x, 1, 2).toFloats()).containsExactly(0, 1, 2, 3, 4, 0, 0);
        assertThat(ops.pad(x, new long[] {1, 2}, Ops.PadMode.CONSTANT, -0.5).toFloats())
                .containsExactly(-0.5f, 1, 2, 3, 4, -0.5f, -0.5f);
        assertThat(ops.pad(x, new long[] {1, 2}, Ops.PadMode.REFLECT, 0).toFloats())
                .containsExactly(2, 1, 2, 3, 4, 3, 2);
        assertThat(ops.pad(x, new long[] {1, 2}, Ops.PadMode.REPLICATE, 0).toFloats())
                .containsExactly(1, 1, 2, 3, 4, 4, 4);
        assertThat(ops.pad(x, new long[] {1, 2}, Ops.PadMode.CIRCULAR, 0).toFloats())
                .containsExactly(4, 1, 2, 3, 4, 1, 2);
        assertThat(ops.pad(x, -1, 0).toFloats()).containsExactly(2, 3, 4);
    }

    @Test
    void nearestNeighboursAreTakenFromBelowOrFromTheCentre(Ops ops) {
        Nd x = Nd.random(random, 1, 2, 4, 6);
        Tensor t = x.tensor(ops);
        Nd floor = Nd.of(new int[] {1, 2, 6, 9}, i -> x.at(0, i[1], i[2] * 4 / 6, i[3] * 6 / 9));
        Nd centre = Nd.of(
                new int[] {1, 2, 6, 9}, i -> x.at(0, i[1], (int) ((i[2] + 0.5) * 4 / 6), (int) ((i[3] + 0.5) * 6 / 9)));
        assertClose(ops.upsampleNearest2d(t, 6, 9), floor, 0);
        assertClose(ops.upsampleNearestExact2d(t, 6, 9), centre, 0);
        Nd line = Nd.random(random, 1, 2, 4);
        assertClose(
                ops.upsampleNearest1d(line.tensor(ops), 6),
                Nd.of(new int[] {1, 2, 6}, i -> line.at(0, i[1], i[2] * 4 / 6)),
                0);
        assertClose(
                ops.upsampleNearestExact1d(line.tensor(ops), 6),
                Nd.of(new int[] {1, 2, 6}, i -> line.at(0, i[1], (int) ((i[2] + 0.5) * 4 / 6))),
                0);
    }

    @Test
    void theSpectrumIsThatOfThePlainSum(Ops ops) {
        Nd x = Nd.random(random, 2, 16);
        Nd modulus = Nd.of(new int[] {2, 9}, i -> spectrum(16, i[1], n -> x.at(i[0], n)));
        assertClose(ops.abs(ops.rfft(x.tensor(ops), -1)), modulus, ROUNDING);
    }

    private static double spectrum(int size, int frequency, IntToDoubleFunction sample) {
        double real = sum(size, n -> sample.applyAsDouble(n) * Math.cos(2 * Math.PI * frequency * n / size));
        double imaginary = sum(size, n -> sample.applyAsDouble(n) * Math.sin(2 * Math.PI * frequency * n / size));
        return Math.hypot(real, imaginary);
    }

    @Test
    void theShortTimeSpectrumWindowsOverlappingPieces(Ops ops) {
        Nd x = Nd.random(random, 1, 40);
        Tensor window = ops.hannWindow(16, DType.FLOAT32, Device.CPU);
        double[] hann = new double[16];
        for (int n = 0; n < 16; n++) {
            hann[n] = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / 16);
        }
        assertClose(window, new Nd(hann, 16), 1e-6);
        Nd expected = Nd.of(new int[] {1, 9, 7}, i -> spectrum(16, i[1], n -> hann[n] * x.at(0, i[2] * 4 + n)));
        assertClose(ops.abs(ops.stft(x.tensor(ops), 16, 4, window, false)), expected, ROUNDING);
        // Centred: eight samples more on each side, mirrored.
        Nd centred = Nd.of(
                new int[] {1, 9, 11},
                i -> spectrum(16, i[1], n -> {
                    int place = Math.abs(i[2] * 4 + n - 8);
                    return hann[n] * x.at(0, place < 40 ? place : 78 - place);
                }));
        assertClose(ops.abs(ops.stft(x.tensor(ops), 16, 4, window, true)), centred, ROUNDING);
    }
}
