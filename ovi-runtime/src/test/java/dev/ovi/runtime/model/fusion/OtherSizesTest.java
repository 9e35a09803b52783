package dev.ovi.runtime.model.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.model.DenseLinear;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.TinyOvi;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against what upstream's code computed with random weights in sizes that the small model does not have: patches of 1×2×2,
 * a grid that is not square, different widths of the two feed-forward layers, a text that leaves no padding.
 */
class OtherSizesTest {
    private static final String FILE = "src/test/resources/dev/ovi/runtime/model/fusion/other-sizes.safetensors";

    private static final BackboneConfiguration VIDEO =
            configuration(40, 5, new BackboneConfiguration.Patch(1, 2, 2), 1.0);
    private static final BackboneConfiguration AUDIO =
            configuration(32, 3, new BackboneConfiguration.Patch(1, 1, 1), 0.19676);

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final TensorSource source = TensorFiles.open(Path.of(FILE));

    private static BackboneConfiguration configuration(
            int ffnDim, int channels, BackboneConfiguration.Patch patch, double rotaryScale) {
        return new BackboneConfiguration(
                24, ffnDim, 16, 2, 3, channels, channels, 6, 8, patch, true, true, rotaryScale, 1e-5);
    }

    @ParameterizedTest
    @CsvSource({
        "short, text.short, text.short, false, -1",
        "full_one, text.full, text.one, false, -1",
        "clean_frame_skip2, text.short, text.full, true, 2"
    })
    void predictionsAreUpstreams(
            String name, String videoText, String audioText, boolean firstFrameIsClean, int skippedLayer) {
        AttentionCaller attention = new ReferenceAttention(ops);
        try (TensorScope scope = ops.scope();
                WeightLoader loader =
                        new WeightLoader(ops, source, DType.FLOAT32, Device.CPU, "is the test's file whole?")) {
            FusionModel model = FusionModel.load(
                    TinyOvi.compute(ops, DType.FLOAT32),
                    new TorchStages(ops),
                    DenseLinear::load,
                    loader.weights().at("model"),
                    VIDEO,
                    AUDIO);
            Latents latents = new Latents(tensor("latent.video"), tensor("latent.audio"));
            PreparedStep step = model.prepare(model.geometry(3, 6, 10, 13), latents, 637, firstFrameIsClean, null);
            TextContext text = model.project(tensor(videoText), tensor(audioText));

            Latents predicted = model.predict(step, text, skippedLayer, attention, Taps.NONE);

            assertThat(Goldens.relativeError(predicted.video(), tensor(name + ".video")))
                    .isLessThan(1e-4);
            assertThat(Goldens.relativeError(predicted.audio(), tensor(name + ".audio")))
                    .isLessThan(1e-4);
        }
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    private Tensor tensor(String name) {
        return ops.fromView(source.tensor(name));
    }
}
