package dev.ovi.runtime.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioTest {
    /** Some thirty layers of float32, each summed in another order than upstream's. */
    private static final double FLOAT32_ORDER = 1e-5;

    /** Upstream's own bfloat16 is as far from its float32: 8 bits of mantissa, over some thirty layers. */
    private static final double BFLOAT16 = 0.04;

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final ModelSpec spec = Goldens.spec();
    private final Goldens goldens = Goldens.units();
    private final TensorScope scope = ops.scope();

    @AfterEach
    void everyTensorIsClosed() {
        scope.close();
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void theFilterBankIsLibrosas() {
        double[][] weights = MelFilterBank.weights(spec.mel());
        float[] flat = new float[weights.length * weights[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) weights[i / weights[0].length][i % weights[0].length];
        }

        Tensor ours = ops.tensor(flat, weights.length, weights[0].length);

        assertThat(Goldens.relativeError(ours, goldens.tensor(ops, "audio.mel_filterbank")))
                .isLessThan(1e-6);
    }

    @Test
    void aSpectrogramIsMadeAsUpstreamDoes() {
        try (MelSpectrogram spectrogram = MelSpectrogram.of(ops, spec.mel(), Device.CPU)) {
            Tensor mel = spectrogram.forward(goldens.tensor(ops, "audio.wave"));

            assertThat(Goldens.relativeError(mel, goldens.tensor(ops, "audio.mel")))
                    .isLessThan(FLOAT32_ORDER);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, " + FLOAT32_ORDER, "BFLOAT16, " + BFLOAT16})
    void aSpectrogramIsEncodedAndDecodedAsUpstreamDoes(DType dtype, double bound) {
        TensorSource file = TensorFiles.open(Goldens.layout().audioVae());
        try (WeightLoader loader = new WeightLoader(ops, file, DType.FLOAT32, Device.CPU, "?");
                AudioVae vae = AudioVae.load(ops, loader.weights(), spec.audioVae(), dtype)) {
            loader.verifyAllClaimed();
            Tensor moments = vae.encode(goldens.tensor(ops, "audio.mel"));
            Tensor mean = ops.narrow(moments, 1, 0, spec.audioVae().latentChannels());
            Tensor logVariance = ops.narrow(
                    moments,
                    1,
                    spec.audioVae().latentChannels(),
                    spec.audioVae().latentChannels());
            Tensor decoded = vae.decode(goldens.tensor(ops, "audio.latent_mean"));

            assertThat(moments.dtype()).isEqualTo(dtype);
            assertThat(Goldens.relativeError(mean, goldens.tensor(ops, "audio.latent_mean")))
                    .isLessThan(bound);
            assertThat(Goldens.relativeError(logVariance, goldens.tensor(ops, "audio.latent_logvar")))
                    .isLessThan(bound);
            assertThat(Goldens.relativeError(decoded, goldens.tensor(ops, "audio.decoded_mel")))
                    .isLessThan(bound);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, " + FLOAT32_ORDER, "BFLOAT16, " + BFLOAT16})
    void spectrogramsBecomeTheWavesThatUpstreamMakesOfThem(DType dtype, double bound) {
        TensorSource file = Goldens.layout().openVocoder();
        try (WeightLoader loader = new WeightLoader(ops, file, DType.FLOAT32, Device.CPU, "?");
                Vocoder vocoder = Vocoder.load(ops, loader.weights(), spec.vocoder(), dtype)) {
            loader.verifyAllClaimed();

            assertVocoded(vocoder, "audio.mel", "audio.vocoded_from_mel", bound);
            assertVocoded(vocoder, "audio.decoded_mel", "audio.vocoded_from_decoded_mel", bound);
            assertVocoded(vocoder, "audio.random_mel", "audio.vocoded_random_mel", bound);
        }
    }

    @Test
    void everyStageOfTheWayToAWaveCanBeSeen() {
        TensorSource vaeFile = TensorFiles.open(Goldens.layout().audioVae());
        TensorSource vocoderFile = Goldens.layout().openVocoder();
        Map<String, String> seen = new LinkedHashMap<>();
        Taps taps = (name, value) -> seen.put(name, Arrays.toString(value.shape()));
        try (WeightLoader vaeLoader = new WeightLoader(ops, vaeFile, DType.FLOAT32, Device.CPU, "?");
                WeightLoader vocoderLoader = new WeightLoader(ops, vocoderFile, DType.FLOAT32, Device.CPU, "?");
                AudioVae vae = AudioVae.load(ops, vaeLoader.weights(), spec.audioVae(), DType.FLOAT32);
                Vocoder vocoder = Vocoder.load(ops, vocoderLoader.weights(), spec.vocoder(), DType.FLOAT32)) {
            vocoder.forward(vae.decode(goldens.tensor(ops, "audio.latent_mean"), taps), taps);
        }

        assertThat(seen)
                .containsExactly(
                        entry("audio.decode.middle", "[2, 128, 22]"),
                        entry("audio.decode.level0", "[2, 128, 22]"),
                        entry("audio.decode.level1", "[2, 64, 44]"),
                        entry("audio.decode.level2", "[2, 32, 44]"),
                        entry("audio.vocode.stage0", "[2, 64, 176]"),
                        entry("audio.vocode.stage1", "[2, 32, 704]"),
                        entry("audio.vocode.stage2", "[2, 16, 2816]"),
                        entry("audio.vocode.stage3", "[2, 8, 11264]"));
    }

    private void assertVocoded(Vocoder vocoder, String mel, String wave, double bound) {
        Tensor ours = vocoder.forward(goldens.tensor(ops, mel));

        assertThat(ours.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Goldens.relativeError(ours, goldens.tensor(ops, wave)))
                .as(wave)
                .isLessThan(bound);
    }

    @Test
    void theAntiAliasedActivationIsUpstreams() {
        Tensor x = goldens.tensor(ops, "audio.activation1d.in"); // [1, 64, 37]
        Tensor up = ops.mul(goldens.tensor(ops, "audio.activation1d.filter_up"), AntiAliasedSnake.RATIO);
        Tensor down = goldens.tensor(ops, "audio.activation1d.filter_down");
        TensorSource file = Goldens.layout().openVocoder();
        Tensor alpha = ops.exp(ops.reshape(ops.fromView(file.tensor("resblocks.0.activations.0.act.alpha")), 64, 1));
        Tensor beta = ops.exp(ops.reshape(ops.fromView(file.tensor("resblocks.0.activations.0.act.beta")), 64, 1));
        AntiAliasedSnake activation =
                new AntiAliasedSnake(alpha, ops.reciprocal(beta), ops.repeat(up, 64, 1, 1), ops.repeat(down, 64, 1, 1));

        Tensor y = activation.forward(ops, x);

        assertThat(Goldens.relativeError(y, goldens.tensor(ops, "audio.activation1d.out")))
                .isLessThan(FLOAT32_ORDER);
    }
}
