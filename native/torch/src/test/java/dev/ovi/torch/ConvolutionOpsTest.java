package dev.ovi.torch;

import static dev.ovi.torch.Nd.assertClose;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TorchExtension.class)
class ConvolutionOpsTest {
    /** Float32 sums of products, some dozen terms of size up to 4. */
    private static final double ROUNDING = 1e-5;

    /** Float32 sums of up to 81 products of size up to 4, each rounded once: far below this. */
    private static final double ROUNDING_OF_LONG_SUMS = 1e-4;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    ConvolutionOpsTest() {
        System.out.println("ConvolutionOpsTest seed " + seed);
    }

    private static double sum(int terms, IntToDoubleFunction term) {
        double total = 0;
        for (int i = 0; i < terms; i++) {
            total += term.applyAsDouble(i);
        }
        return total;
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

    /** The layout of the VAEs of videos, for which oneDNN chooses other implementations. */
    @ParameterizedTest
    @CsvSource({"3, 2, 3, 3, 1, 1", "3, 5, 3, 1, 2, 0", "1, 4, 1, 3, 1, 1", "3, 12, 1, 1, 1, 0"})
    void spatialConvolutionsOfChannelsLastInputAgreeWithLoops(
            int in, int out, int timeKernel, int spaceKernel, int timeStride, int spacePadding, Ops ops) {
        Nd x = Nd.random(random, 5, 6, 7, in);
        Nd weight = Nd.random(random, out, in, timeKernel, spaceKernel, spaceKernel);
        Nd bias = Nd.random(random, out);
        int[] shape = {
            1,
            out,
            (5 - timeKernel) / timeStride + 1,
            6 + 2 * spacePadding - spaceKernel + 1,
            7 + 2 * spacePadding - spaceKernel + 1
        };
        Nd expected = Nd.of(
                shape,
                i -> bias.at(i[1])
                        + sum(in * timeKernel * spaceKernel * spaceKernel, t -> {
                            int tapX = t % spaceKernel;
                            int tapY = t / spaceKernel % spaceKernel;
                            int tapT = t / spaceKernel / spaceKernel % timeKernel;
                            int channel = t / spaceKernel / spaceKernel / timeKernel;
                            int row = i[3] + tapY - spacePadding;
                            int column = i[4] + tapX - spacePadding;
                            return row < 0 || row >= 6 || column < 0 || column >= 7
                                    ? 0
                                    : x.at(i[2] * timeStride + tapT, row, column, channel)
                                            * weight.at(i[1], channel, tapT, tapY, tapX);
                        }));
        Tensor input = ops.unsqueeze(ops.permute(x.tensor(ops), 3, 0, 1, 2), 0);
        assertClose(
                ops.conv3d(input, weight.tensor(ops), bias.tensor(ops), new long[] {timeStride, 1, 1}, new long[] {
                    0, spacePadding, spacePadding
                }),
                expected,
                ROUNDING_OF_LONG_SUMS);
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
}
