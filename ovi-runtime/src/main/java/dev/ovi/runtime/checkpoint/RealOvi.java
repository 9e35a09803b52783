package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.checkpoint.ModelSpec.AudioVae;
import dev.ovi.runtime.checkpoint.ModelSpec.Backbone;
import dev.ovi.runtime.checkpoint.ModelSpec.Clip;
import dev.ovi.runtime.checkpoint.ModelSpec.Extent;
import dev.ovi.runtime.checkpoint.ModelSpec.Mel;
import dev.ovi.runtime.checkpoint.ModelSpec.TextEncoder;
import dev.ovi.runtime.checkpoint.ModelSpec.Tokenizer;
import dev.ovi.runtime.checkpoint.ModelSpec.VideoVae;
import dev.ovi.runtime.checkpoint.ModelSpec.Vocoder;
import java.util.Collections;
import java.util.List;

/**
 * The sizes of Character.AI's own 11.66 B parameter model, which hold wherever a checkpoint does not say otherwise.
 *
 * <p>Sources, all in upstream's repository: {@code ovi/configs/model/dit/*.json}, {@code umt5_xxl} in {@code t5.py}, {@code
 * Wan2_2_VAE} in {@code vae2_2.py}, {@code VAE_16k} in {@code mmaudio/ext/autoencoder/vae.py}, {@code get_mel_converter},
 * {@code bigvgan_vocoder.yml}.
 */
final class RealOvi {
    private static final double[] LATENT_MEAN = {
        -0.2289, -0.0052, -0.1323, -0.2339, -0.2799, 0.0174, 0.1838, 0.1557, -0.1382, 0.0542, 0.2813, 0.0891, 0.1570,
        -0.0098, 0.0375, -0.1825, -0.2246, -0.1207, -0.0698, 0.5109, 0.2665, -0.2108, -0.2158, 0.2502, -0.2055, -0.0322,
        0.1109, 0.1567, -0.0729, 0.0899, -0.2799, -0.1230, -0.0313, -0.1649, 0.0117, 0.0723, -0.2839, -0.2083, -0.0520,
        0.3748, 0.0152, 0.1957, 0.1433, -0.2944, 0.3573, -0.0548, -0.1681, -0.0667
    };
    private static final double[] LATENT_STD = {
        0.4765, 1.0364, 0.4514, 1.1677, 0.5313, 0.4990, 0.4818, 0.5013, 0.8158, 1.0344, 0.5894, 1.0901, 0.6885, 0.6165,
        0.8454, 0.4978, 0.5759, 0.3523, 0.7135, 0.6804, 0.5833, 1.4146, 0.8986, 0.5659, 0.7069, 0.5338, 0.4889, 0.4917,
        0.4069, 0.4999, 0.6866, 0.4093, 0.5709, 0.6065, 0.6415, 0.4944, 0.5726, 1.2042, 0.5458, 1.6887, 0.3971, 1.0600,
        0.3943, 0.5537, 0.5444, 0.4089, 0.7468, 0.7744
    };

    private RealOvi() {}

    static ModelSpec spec(ModelVariant variant) {
        return new ModelSpec(
                "Ovi " + variant.modelName(),
                new Clip(
                        variant.videoLatentLength(),
                        variant.audioLatentLength(),
                        variant.frameHeight(),
                        variant.frameWidth(),
                        variant.frameArea(),
                        24,
                        16_000),
                512,
                1000,
                new TextEncoder(256_384, 4096, 4096, 10_240, 64, 24, 32, false, 128, 1e-6),
                new Tokenizer("Wan2.2-TI2V-5B/google/umt5-xxl", 0, 1, 2, "whitespace"),
                new VideoVae(
                        160,
                        256,
                        48,
                        List.of(1, 2, 4, 4),
                        2,
                        List.of(false, true, true),
                        new Extent(4, 16, 16),
                        list(LATENT_MEAN),
                        list(LATENT_STD)),
                new AudioVae(80, 20, 384),
                new Mel(16_000, 1024, 80, 256, 1024, 0, 8000, "log10"),
                new Vocoder(
                        "1",
                        80,
                        List.of(4, 4, 2, 2, 2, 2),
                        List.of(8, 8, 4, 4, 4, 4),
                        1536,
                        List.of(3, 7, 11),
                        Collections.nCopies(3, List.of(1, 3, 5)),
                        "snakebeta",
                        true),
                backbone(new Extent(1, 2, 2), 48, 1.0),
                backbone(new Extent(1, 1, 1), 20, 0.19676));
    }

    private static Backbone backbone(Extent patch, int channels, double rotaryScale) {
        return new Backbone(
                patch, 3072, 14_336, 256, 24, 30, channels, channels, 512, 4096, true, true, 1e-6, rotaryScale);
    }

    private static List<Double> list(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
