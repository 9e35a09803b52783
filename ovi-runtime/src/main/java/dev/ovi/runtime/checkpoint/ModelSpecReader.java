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
import java.util.List;

/**
 * Reads {@code model_spec.json}, and beside it {@code video.json}, {@code audio.json} and the latent statistics. What none of
 * them says is as in the real Ovi; what two of them say must agree.
 */
final class ModelSpecReader {
    private static final List<Double> NO_WINDOW = List.of(-1.0, -1.0);

    private final JsonObject spec;
    private final JsonObject videoFile;
    private final JsonObject audioFile;
    private final JsonObject statistics;
    private final ModelSpec real;

    private ModelSpecReader(CheckpointLayout layout, ModelVariant variant) {
        this.spec = JsonObject.readIfPresent(layout.modelSpec());
        this.videoFile = JsonObject.readIfPresent(layout.videoConfiguration());
        this.audioFile = JsonObject.readIfPresent(layout.audioConfiguration());
        this.statistics = JsonObject.readIfPresent(layout.latentStatistics());
        this.real = RealOvi.spec(variant);
    }

    static ModelSpec read(CheckpointLayout layout, ModelVariant variant) {
        ModelSpecReader reader = new ModelSpecReader(layout, variant);
        ModelSpec spec = reader.spec();
        ModelSpecCheck.check(reader.spec.isEmpty() ? layout.videoConfiguration() : layout.modelSpec(), spec);
        return spec;
    }

    private ModelSpec spec() {
        spec.text("note", "");
        Backbone videoBackbone = backbone("video_dit", videoFile, real.video());
        Backbone audioBackbone = backbone("audio_dit", audioFile, real.audio());
        ModelSpec read = new ModelSpec(
                spec.text("name", real.name()),
                clip(real.clip()),
                spec.size("text_len", videoBackbone.textLength()),
                spec.size("num_train_timesteps", real.trainTimesteps()),
                textEncoder(spec.object("t5"), real.textEncoder()),
                tokenizer(spec.object("tokenizer"), real.tokenizer()),
                videoVae(spec.object("video_vae"), real.videoVae()),
                audioVae(spec.object("audio_vae"), real.audioVae()),
                mel(spec.object("mel"), real.mel()),
                vocoder(spec.object("bigvgan"), real.vocoder()),
                videoBackbone,
                audioBackbone);
        int frames = spec.size("num_frames", read.videoFrames());
        if (frames != read.videoFrames()) {
            throw spec.wrong(
                    "num_frames", read.videoFrames() + " for " + read.clip().videoLatentLength() + " latent frames");
        }
        spec.finish();
        return read;
    }

    private Clip clip(Clip otherwise) {
        int height = spec.size("frame_height", otherwise.frameHeight());
        int width = spec.size("frame_width", otherwise.frameWidth());
        boolean ownSize = height != otherwise.frameHeight() || width != otherwise.frameWidth();
        return new Clip(
                spec.size("video_latent_length", otherwise.videoLatentLength()),
                spec.size("audio_latent_length", otherwise.audioLatentLength()),
                height,
                width,
                ownSize ? Math.multiplyExact(height, width) : otherwise.frameArea(),
                spec.size("fps", otherwise.framesPerSecond()),
                spec.size("sample_rate", otherwise.sampleRate()));
    }

    private static TextEncoder textEncoder(JsonObject t5, TextEncoder otherwise) {
        TextEncoder encoder = new TextEncoder(
                t5.size("vocab_size", otherwise.vocabulary()),
                t5.size("dim", otherwise.dim()),
                t5.size("dim_attn", otherwise.attentionDim()),
                t5.size("dim_ffn", otherwise.feedForwardDim()),
                t5.size("num_heads", otherwise.heads()),
                t5.size("num_layers", otherwise.layers()),
                t5.size("num_buckets", otherwise.buckets()),
                t5.flag("shared_pos", otherwise.sharedPositions()),
                t5.size("max_dist", otherwise.maxDistance()),
                t5.number("eps", otherwise.epsilon()));
        t5.finish();
        return encoder;
    }

    private static Tokenizer tokenizer(JsonObject tokenizer, Tokenizer otherwise) {
        tokenizer.requireIfPresent("clean", otherwise.cleaning());
        Tokenizer read = new Tokenizer(
                tokenizer.text("path", otherwise.path()),
                tokenizer.index("pad_id", otherwise.padId()),
                tokenizer.index("eos_id", otherwise.endId()),
                tokenizer.index("unk_id", otherwise.unknownId()),
                otherwise.cleaning());
        tokenizer.finish();
        return read;
    }

    private VideoVae videoVae(JsonObject vae, VideoVae otherwise) {
        vae.requireIfPresent("attn_scales", List.of());
        vae.number("dropout", 0);
        statistics.requireAgreement(spec);
        VideoVae read = new VideoVae(
                vae.size("dim", otherwise.dim()),
                vae.size("dec_dim", otherwise.decoderDim()),
                vae.size("z_dim", otherwise.latentChannels()),
                vae.sizes("dim_mult", otherwise.multipliers()),
                vae.size("num_res_blocks", otherwise.residualBlocks()),
                vae.flags("temperal_downsample", otherwise.halvesTime()),
                extent(spec, "vae_stride", otherwise.stride()),
                spec.numbers("latent_mean", statistics.numbers("latent_mean", otherwise.latentMean())),
                spec.numbers("latent_std", statistics.numbers("latent_std", otherwise.latentStd())));
        statistics.finish();
        vae.finish();
        return read;
    }

    private static AudioVae audioVae(JsonObject vae, AudioVae otherwise) {
        AudioVae read = new AudioVae(
                vae.size("data_dim", otherwise.melBands()),
                vae.size("embed_dim", otherwise.latentChannels()),
                vae.size("hidden_dim", otherwise.hiddenDim()));
        vae.finish();
        return read;
    }

    private static Mel mel(JsonObject mel, Mel otherwise) {
        Mel read = new Mel(
                mel.size("sampling_rate", otherwise.sampleRate()),
                mel.size("n_fft", otherwise.fftSize()),
                mel.size("num_mels", otherwise.bands()),
                mel.size("hop_size", otherwise.hop()),
                mel.size("win_size", otherwise.window()),
                mel.number("fmin", otherwise.lowest()),
                mel.number("fmax", otherwise.highest()),
                mel.text("log", otherwise.logarithm()));
        if (!List.of("log10", "log").contains(read.logarithm())) {
            throw mel.wrong("log", "\"log10\" or \"log\"");
        }
        mel.finish();
        return read;
    }

    private static Vocoder vocoder(JsonObject bigvgan, Vocoder otherwise) {
        bigvgan.requireIfPresent("resblock", otherwise.resblock());
        bigvgan.requireIfPresent("activation", otherwise.activation());
        Vocoder read = new Vocoder(
                otherwise.resblock(),
                bigvgan.size("num_mels", otherwise.bands()),
                bigvgan.sizes("upsample_rates", otherwise.upsampleRates()),
                bigvgan.sizes("upsample_kernel_sizes", otherwise.upsampleKernels()),
                bigvgan.size("upsample_initial_channel", otherwise.initialChannels()),
                bigvgan.sizes("resblock_kernel_sizes", otherwise.resblockKernels()),
                bigvgan.listsOfSizes("resblock_dilation_sizes", otherwise.resblockDilations()),
                otherwise.activation(),
                bigvgan.flag("snake_logscale", otherwise.logScale()));
        bigvgan.finish();
        return read;
    }

    private Backbone backbone(String section, JsonObject file, Backbone otherwise) {
        JsonObject inSpec = spec.object(section);
        file.requireAgreement(inSpec);
        return backbone(file, backbone(inSpec, otherwise));
    }

    private static Backbone backbone(JsonObject dit, Backbone otherwise) {
        dit.text("model_type", "");
        dit.requireIfPresent("window_size", NO_WINDOW);
        Backbone read = new Backbone(
                extent(dit, "patch_size", otherwise.patch()),
                dit.size("dim", otherwise.dim()),
                dit.size("ffn_dim", otherwise.feedForwardDim()),
                dit.size("freq_dim", otherwise.frequencyDim()),
                dit.size("num_heads", otherwise.heads()),
                dit.size("num_layers", otherwise.layers()),
                dit.size("in_dim", otherwise.inChannels()),
                dit.size("out_dim", otherwise.outChannels()),
                dit.size("text_len", otherwise.textLength()),
                dit.size("text_dim", otherwise.textDim()),
                dit.flag("qk_norm", otherwise.queryKeyNorm()),
                dit.flag("cross_attn_norm", otherwise.crossAttentionNorm()),
                dit.number("eps", otherwise.epsilon()),
                dit.number("temporal_rope_scaling_factor", otherwise.rotaryScale()));
        dit.finish();
        return read;
    }

    /** Three sizes, or one for a sequence that extends in time only. */
    private static Extent extent(JsonObject object, String name, Extent otherwise) {
        List<Integer> sizes = object.sizes(name, List.of(otherwise.frames(), otherwise.height(), otherwise.width()));
        return switch (sizes.size()) {
            case 1 -> new Extent(sizes.getFirst(), 1, 1);
            case 3 -> new Extent(sizes.get(0), sizes.get(1), sizes.get(2));
            default -> throw object.wrong(name, "three sizes (frames, rows, columns), or one for sound");
        };
    }
}
