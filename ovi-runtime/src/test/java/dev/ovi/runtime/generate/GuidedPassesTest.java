package dev.ovi.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.TinyOvi;
import dev.ovi.runtime.model.fusion.AttentionCaller;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.PreparedStep;
import dev.ovi.runtime.model.fusion.ReferenceAttention;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuidedPassesTest {
    private static final int SKIPPED_LAYER = 4;

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final Goldens golden = Goldens.run();
    private final Map<Thread, AttentionCaller> attentions = new ConcurrentHashMap<>();

    /** A caller that computes with the calling thread's own operators. */
    private final AttentionCaller attention = (kind, layer, query, key, value, padding, out) -> attentions
            .computeIfAbsent(Thread.currentThread(), thread -> new ReferenceAttention(torch.ops()))
            .attend(kind, layer, query, key, value, padding, out);

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    private interface Check {
        void run(TensorScope scope, FusionModel model, PreparedStep step, TextContext prompt, TextContext negative);
    }

    private void withModel(Check check) {
        try (TensorScope scope = ops.scope();
                WeightLoader loader = TinyOvi.fusion(ops, DType.FLOAT32)) {
            FusionModel model = TinyOvi.fusionModel(ops, DType.FLOAT32, loader);
            var noise = new Latents(golden.tensor(ops, "noise.video"), golden.tensor(ops, "noise.audio"));
            PreparedStep step = model.prepare(model.geometry(5, 16, 16, 22), noise, 700, false, attention);
            TextContext prompt = model.project(golden.tensor(ops, "t5.prompt"), golden.tensor(ops, "t5.prompt"));
            TextContext negative =
                    model.project(golden.tensor(ops, "t5.video_negative"), golden.tensor(ops, "t5.audio_negative"));
            check.run(scope, model, step, prompt, negative);
        }
    }

    @Test
    void bothPassesGiveTheBitsThatEachGivesAlone() {
        withModel((scope, model, step, prompt, negative) -> {
            Latents alone = model.predict(step, prompt, FusionModel.NO_LAYER, attention, Taps.NONE);
            Latents negativeAlone = model.predict(step, negative, SKIPPED_LAYER, attention, Taps.NONE);
            try (GuidedPasses passes = new GuidedPasses(TinyOvi.compute(ops, DType.FLOAT32), model)) {
                GuidedPasses.Predictions both = passes.predict(
                        scope,
                        step,
                        new GuidedPasses.Pass(prompt, FusionModel.NO_LAYER, attention),
                        new GuidedPasses.Pass(negative, SKIPPED_LAYER, attention));

                assertSame(both.conditional(), alone);
                assertSame(both.negative(), negativeAlone);
            }
        });
    }

    @Test
    void aPassThatFailsEndsTheStepAndLeavesNothingOpen() {
        AttentionCaller broken = (kind, layer, query, key, value, padding, out) -> {
            throw new IllegalStateException("broken on purpose");
        };
        withModel((scope, model, step, prompt, negative) -> {
            try (GuidedPasses passes = new GuidedPasses(TinyOvi.compute(ops, DType.FLOAT32), model)) {
                var good = new GuidedPasses.Pass(prompt, FusionModel.NO_LAYER, attention);
                var bad = new GuidedPasses.Pass(negative, FusionModel.NO_LAYER, broken);

                assertThatThrownBy(() -> passes.predict(scope, step, good, bad))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("broken on purpose");
                assertThatThrownBy(() -> passes.predict(scope, step, bad, good))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("broken on purpose");
            }
        });
    }

    private static void assertSame(Latents actual, Latents expected) {
        assertThat(actual.video().toFloats()).isEqualTo(expected.video().toFloats());
        assertThat(actual.audio().toFloats()).isEqualTo(expected.audio().toFloats());
    }
}
