package dev.ovi.runtime.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.safetensors.SafetensorsWriter;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenComparisonTest {
    private static final int HEIGHT = 6;
    private static final int WIDTH = 4;

    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final float[] frame = frame();

    /** A decoder's values, some of them beyond what a pixel can show. */
    private float[] frame() {
        Random random = new Random(seed);
        float[] values = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1.5f, 1.5f);
        }
        values[0] = 1.4f;
        return values;
    }

    private float[] clipped() {
        float[] values = frame.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], -1, 1);
        }
        return values;
    }

    /** How frames that we decoded compare with a golden that holds these values in this shape. */
    private ParityRow compared(float[] golden, float[] ours, long... shape) {
        SafetensorsWriter.to(directory.resolve("golden.safetensors"))
                .metadata("config", "{}")
                .tensor("frames", TensorView.contiguous(copy(golden), DType.FLOAT32, shape))
                .write();
        Ops ops = LibTorch.load().ops();
        List<ParityRow> rows = new ArrayList<>();
        try (TensorScope scope = ops.scope()) {
            var comparison = new GoldenComparison(ops, GoldenFile.in(directory).getFirst(), null, rows::add);
            comparison.decoded("frames", ops.tensor(ours, 3, 1, HEIGHT, WIDTH));
        }
        assertThat(rows).as("seed %d", seed).hasSize(1);
        return rows.getFirst();
    }

    /** In native memory, as a mapped file is. */
    private static MemorySegment copy(float[] values) {
        return Arena.ofAuto()
                .allocate((long) values.length * Float.BYTES, Float.BYTES)
                .copyFrom(MemorySegment.ofArray(values));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aDecodedFrameMayBeClippedAndMayHaveItsDimensionOfTime(boolean isClipped, boolean hasTime) {
        long[] shape = hasTime ? new long[] {3, 1, HEIGHT, WIDTH} : new long[] {3, HEIGHT, WIDTH};

        ParityRow row = compared(isClipped ? clipped() : frame, frame, shape);

        assertThat(row.status()).as("%s, seed %d", row, seed).isEqualTo(ParityRow.Status.PASS);
        assertThat(row.rel()).isZero();
    }

    @Test
    void aWrongPixelIsSeenInEitherForm() {
        float[] wrong = frame.clone();
        wrong[5] = wrong[5] > 0 ? -0.9f : 0.9f;

        assertThat(compared(frame, wrong, 3, HEIGHT, WIDTH).status()).isEqualTo(ParityRow.Status.FAIL);
        assertThat(compared(clipped(), wrong, 3, 1, HEIGHT, WIDTH).status()).isEqualTo(ParityRow.Status.FAIL);
    }

    @Test
    void aFrameOfAnotherSizeFailsWithBothShapes() {
        ParityRow row = compared(new float[3 * HEIGHT], frame, 3, HEIGHT, 1);

        assertThat(row.status()).isEqualTo(ParityRow.Status.FAIL);
        assertThat(row.name()).contains("[3, 6, 4]").contains("[3, 6, 1]");
    }
}
