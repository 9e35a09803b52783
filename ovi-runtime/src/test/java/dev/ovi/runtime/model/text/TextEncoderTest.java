package dev.ovi.runtime.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.TinyOvi;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    /** What the whole encoder may differ from upstream's, in float32. */
    private static final double FLOAT32_BOUND = 1e-4;

    static final TextEncoderConfiguration TINY =
            new TextEncoderConfiguration(900, 128, 128, 256, 4, 3, 32, 128, false, 1e-6);

    private static final List<String> TEXTS = List.of("t5.prompt", "t5.video_negative", "t5.audio_negative");

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final Goldens golden = Goldens.run();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void inFloat32FeaturesAreUpstreams() {
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.textEncoder(ops, DType.FLOAT32)) {
            TextEncoder encoder = TextEncoder.load(ops, loader.weights(), TINY);
            loader.verifyAllClaimed();

            for (int row = 0; row < TEXTS.size(); row++) {
                Tensor features = encoder.encode(ids(row), Taps.NONE);
                assertThat(Goldens.relativeError(features, golden.tensor(ops, TEXTS.get(row))))
                        .as(TEXTS.get(row))
                        .isLessThan(FLOAT32_BOUND);
            }
        }
    }

    @Test
    void inBfloat16FeaturesAreAsCloseToFloat32AsUpstreamsOwn() {
        Goldens upstream = Goldens.runInBfloat16();
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.textEncoder(ops, DType.BFLOAT16)) {
            TextEncoder encoder = TextEncoder.load(ops, loader.weights(), TINY);

            for (int row = 0; row < TEXTS.size(); row++) {
                Tensor features = encoder.encode(ids(row), Taps.NONE);
                Tensor theirs = upstream.tensor(ops, TEXTS.get(row));
                double distance = Goldens.relativeError(theirs, golden.tensor(ops, TEXTS.get(row)));
                assertThat(Goldens.relativeError(features, theirs))
                        .as(TEXTS.get(row))
                        .isLessThan(2 * distance);
            }
        }
    }

    @Test
    void tapsSeeEveryBlock() {
        List<String> seen = new ArrayList<>();
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.textEncoder(ops, DType.FLOAT32)) {
            TextEncoder.load(ops, loader.weights(), TINY).encode(ids(0), (name, value) -> seen.add(name));
        }
        assertThat(seen).containsExactly("t5.block0", "t5.block1", "t5.block2");
    }

    private long[] ids(int row) {
        long[] ids = golden.tensor(ops, "tokens.ids").toLongs();
        long[] mask = golden.tensor(ops, "tokens.mask").toLongs();
        int length = mask.length / TEXTS.size();
        int count = (int) Arrays.stream(mask, row * length, (row + 1) * length)
                .filter(m -> m == 1)
                .count();
        return Arrays.copyOfRange(ids, row * length, row * length + count);
    }
}
