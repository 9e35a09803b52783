package dev.ovi.runtime.model.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against what upstream's code computed with the small checkpoint. */
class FusionModelTest {
    /** What a stage may differ from upstream's, in float32. */
    private static final double FLOAT32_BOUND = 1e-4;

    private static final int SKIPPED_LAYER = 4;

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final Goldens golden = Goldens.run();
    private final AttentionCaller attention = new ReferenceAttention(ops);

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void inFloat32EveryBlockAndPredictionIsUpstreams() {
        List<String> compared = new ArrayList<>();
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.FLOAT32)) {
            FusionModel model = load(DType.FLOAT32, loader);
            Geometry geometry = geometry(model);
            PreparedStep step = model.prepare(geometry, noise(), timestep(), false, attention);
            Taps taps = (name, value) -> {
                if (golden.has(name)) {
                    assertClose(value, name);
                    compared.add(name);
                }
            };

            assertClose(model.predict(step, prompt(model), FusionModel.NO_LAYER, attention, taps), "forward.cond");
            assertClose(
                    model.predict(step, negative(model), FusionModel.NO_LAYER, attention, Taps.NONE), "forward.uncond");
            assertClose(
                    model.predict(step, negative(model), SKIPPED_LAYER, attention, Taps.NONE), "forward.uncond_slg");
        }
        assertThat(compared).contains("forward.block0.video", "forward.block0.audio", "forward.block5.audio");
    }

    @Test
    void aCleanFirstFrameHasTimestepZero() {
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.FLOAT32)) {
            FusionModel model = load(DType.FLOAT32, loader);
            PreparedStep step = model.prepare(geometry(model), imageToVideo(), imageToVideoTimestep(), true, attention);

            assertClose(model.predict(step, prompt(model), FusionModel.NO_LAYER, attention, Taps.NONE), "i2v");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void sharingTheFirstBlockChangesNoBit(DType dtype) {
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, dtype)) {
            FusionModel model = load(dtype, loader);
            Geometry geometry = geometry(model);
            TextContext negative = negative(model);
            PreparedStep shared = model.prepare(geometry, noise(), timestep(), false, attention);
            PreparedStep alone = model.prepare(geometry, noise(), timestep(), false, null);

            model.predict(shared, prompt(model), FusionModel.NO_LAYER, attention, Taps.NONE);
            Latents first = model.predict(shared, negative, FusionModel.NO_LAYER, attention, Taps.NONE);
            Latents second = model.predict(alone, negative, FusionModel.NO_LAYER, attention, Taps.NONE);

            assertThat(first.video().toFloats()).isEqualTo(second.video().toFloats());
            assertThat(first.audio().toFloats()).isEqualTo(second.audio().toFloats());
        }
    }

    @Test
    void collapsedPaddingGivesWhatAllPaddingKeysGive() {
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.FLOAT32)) {
            FusionModel model = load(DType.FLOAT32, loader);
            PreparedStep step = model.prepare(geometry(model), noise(), timestep(), false, null);
            Tensor features = golden.tensor(ops, "t5.prompt");
            Tensor padded = ops.pad(features, 0, 0, 0, 48 - features.size(0));

            Latents collapsed = model.predict(step, prompt(model), FusionModel.NO_LAYER, attention, Taps.NONE);
            Latents whole =
                    model.predict(step, model.project(padded, padded), FusionModel.NO_LAYER, attention, Taps.NONE);

            // the same sums in another order
            assertThat(Goldens.relativeError(collapsed.video(), whole.video())).isLessThan(1e-6);
            assertThat(Goldens.relativeError(collapsed.audio(), whole.audio())).isLessThan(1e-6);
        }
    }

    @Test
    void textAttentionIsUpstreamsInEveryLayer() {
        Tensor[] videoMaps = new Tensor[6];
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.FLOAT32)) {
            FusionModel model = load(DType.FLOAT32, loader);
            ReferenceAttention reference = new ReferenceAttention(ops);
            PreparedStep step = model.prepare(geometry(model), noise(), timestep(), false, null);
            AttentionCaller watching = (kind, layer, query, key, value, padding, out) -> {
                if (kind == AttentionKind.TEXT_TO_VIDEO) {
                    Tensor mean = ops.mean(reference.probabilities(query, key, padding), false, 0); // [Lq, Lk]
                    videoMaps[layer] = ops.transpose(mean, 0, 1).unscoped();
                }
                reference.attend(kind, layer, query, key, value, padding, out);
            };
            model.predict(step, prompt(model), FusionModel.NO_LAYER, watching, Taps.NONE);

            Tensor expected = golden.tensor(ops, "forward.attn.video"); // [6, 48, 1280]
            long tokens = golden.tensor(ops, "t5.prompt").size(0);
            for (int layer = 0; layer < videoMaps.length; layer++) {
                Tensor ofTokens = ops.narrow(ops.select(expected, 0, layer), 0, 0, tokens);
                assertThat(Goldens.relativeError(ops.narrow(videoMaps[layer], 0, 0, tokens), ofTokens))
                        .as("layer %d", layer)
                        .isLessThan(1e-3);
                videoMaps[layer].close();
            }
        }
    }

    @Test
    void inBfloat16PredictionsAreAsCloseToUpstreamsAsThoseToFloat32() {
        Goldens upstream = Goldens.runInBfloat16();
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.BFLOAT16)) {
            FusionModel model = load(DType.BFLOAT16, loader);
            Geometry geometry = geometry(model);
            PreparedStep step = model.prepare(geometry, noise(), timestep(), false, attention);
            PreparedStep clean = model.prepare(geometry, imageToVideo(), imageToVideoTimestep(), true, attention);

            assertAsClose(upstream, predict(model, step, prompt(model)), "forward.cond");
            assertAsClose(upstream, predict(model, step, negative(model)), "forward.uncond");
            assertAsClose(upstream, predict(model, clean, prompt(model)), "i2v");
        }
    }

    private Latents predict(FusionModel model, PreparedStep step, TextContext text) {
        return model.predict(step, text, FusionModel.NO_LAYER, attention, Taps.NONE);
    }

    private void assertAsClose(Goldens upstream, Latents latents, String name) {
        assertAsClose(upstream, latents.video(), name + ".video");
        assertAsClose(upstream, latents.audio(), name + ".audio");
    }

    private void assertAsClose(Goldens upstream, Tensor actual, String name) {
        Tensor theirs = upstream.tensor(ops, name);
        double distance = Goldens.relativeError(theirs, golden.tensor(ops, name));
        assertThat(Goldens.relativeError(actual, theirs)).as(name).isLessThan(2 * distance);
    }

    private FusionModel load(DType dtype, WeightLoader loader) {
        return TinyOvi.fusionModel(ops, dtype, loader);
    }

    private static Geometry geometry(FusionModel model) {
        return model.geometry(5, 16, 16, 22);
    }

    private Latents noise() {
        return new Latents(golden.tensor(ops, "noise.video"), golden.tensor(ops, "noise.audio"));
    }

    private double timestep() {
        return golden.tensor(ops, "forward.t").item();
    }

    /** The noise with a clean first latent frame. */
    private Latents imageToVideo() {
        Tensor noise = golden.tensor(ops, "noise.video"); // [16, 5, 16, 16]
        Tensor first = golden.tensor(ops, "i2v.latent"); // [16, 1, 16, 16]
        Tensor rest = ops.narrow(noise, 1, 1, noise.size(1) - 1);
        return new Latents(ops.cat(List.of(first, rest), 1), golden.tensor(ops, "noise.audio"));
    }

    private double imageToVideoTimestep() {
        return golden.tensor(ops, "i2v.t").item();
    }

    private TextContext prompt(FusionModel model) {
        Tensor features = golden.tensor(ops, "t5.prompt");
        return model.project(features, features);
    }

    private TextContext negative(FusionModel model) {
        return model.project(golden.tensor(ops, "t5.video_negative"), golden.tensor(ops, "t5.audio_negative"));
    }

    private void assertClose(Latents latents, String name) {
        assertClose(latents.video(), name + ".video");
        assertClose(latents.audio(), name + ".audio");
    }

    private void assertClose(Tensor actual, String name) {
        assertThat(Goldens.relativeError(actual, golden.tensor(ops, name)))
                .as(name)
                .isLessThan(FLOAT32_BOUND);
    }
}
