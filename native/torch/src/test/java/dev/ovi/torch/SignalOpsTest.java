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
class SignalOpsTest {
    /** Float32 sums of products, some dozen terms of size up to 4. */
    private static final double ROUNDING = 1e-5;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    SignalOpsTest() {
        System.out.println("SignalOpsTest seed " + seed);
    }

    private static double sum(int terms, IntToDoubleFunction term) {
        double total = 0;
        for (int i = 0; i < terms; i++) {
            total += term.applyAsDouble(i);
        }
        return total;
    }

    @Test
    void paddingFillsAsItsModeSays(Ops ops) {
        Tensor x = ops.tensor(new float[] {1, 2, 3, 4}, 1, 1, 4);
        assertThat(ops.pad(x, 1, 2).toFloats()).containsExactly(0, 1, 2, 3, 4, 0, 0);
        assertThat(ops.pad(x, new long[] {1, 2}, PadMode.REFLECT).toFloats()).containsExactly(2, 1, 2, 3, 4, 3, 2);
        assertThat(ops.pad(x, new long[] {1, 2}, PadMode.REPLICATE).toFloats()).containsExactly(1, 1, 2, 3, 4, 4, 4);
        assertThat(ops.pad(x, -1, 0).toFloats()).containsExactly(2, 3, 4);
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
