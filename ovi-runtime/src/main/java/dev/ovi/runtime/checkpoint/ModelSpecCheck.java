package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.base.ProblemList;
import dev.ovi.runtime.checkpoint.ModelSpec.Backbone;
import dev.ovi.runtime.checkpoint.ModelSpec.Vocoder;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks that the sizes of a model's parts fit together, so that a wrong one is named before any tensor is looked at. */
final class ModelSpecCheck {
    private final List<String> problems = new ArrayList<>();

    private ModelSpecCheck() {}

    /**
     * Checks a specification.
     *
     * @throws CheckpointException if sizes contradict each other; the message lists all of them
     */
    static void check(Path file, ModelSpec spec) {
        ModelSpecCheck check = new ModelSpecCheck();
        check.backbone("video_dit", spec.video(), spec);
        check.backbone("audio_dit", spec.audio(), spec);
        check.text(spec);
        check.video(spec);
        check.sound(spec);
        if (!check.problems.isEmpty()) {
            throw new CheckpointException(
                    file, ProblemList.message("has sizes that do not fit together", check.problems));
        }
    }

    private void backbone(String section, Backbone backbone, ModelSpec spec) {
        require(
                backbone.dim() % (2 * backbone.heads()) == 0,
                section + ": dim " + backbone.dim() + " is not an even number of columns for each of num_heads "
                        + backbone.heads());
        require(backbone.frequencyDim() % 2 == 0, section + ": freq_dim " + backbone.frequencyDim() + " is odd");
        same(section + ".text_len", backbone.textLength(), "text_len", spec.textLength());
        same(
                section + ".text_dim",
                backbone.textDim(),
                "t5.dim",
                spec.textEncoder().dim());
        require(backbone.epsilon() > 0, section + ": eps " + backbone.epsilon() + " is not positive");
    }

    private void text(ModelSpec spec) {
        var encoder = spec.textEncoder();
        require(
                encoder.attentionDim() % encoder.heads() == 0,
                "t5: dim_attn " + encoder.attentionDim() + " is not a multiple of num_heads " + encoder.heads());
        require(encoder.buckets() % 4 == 0, "t5: num_buckets " + encoder.buckets() + " is not a multiple of 4");
        require(encoder.epsilon() > 0, "t5: eps " + encoder.epsilon() + " is not positive");
        Path tokenizer = Path.of(spec.tokenizer().path()).normalize();
        require(
                !tokenizer.isAbsolute() && !tokenizer.startsWith(".."),
                "tokenizer: path " + Describe.name(spec.tokenizer().path()) + " is not inside the checkpoint");
    }

    private void video(ModelSpec spec) {
        var vae = spec.videoVae();
        same(
                "num_layers of video_dit",
                spec.video().layers(),
                "num_layers of audio_dit",
                spec.audio().layers());
        same(
                "dim of video_dit",
                spec.video().dim(),
                "dim of audio_dit",
                spec.audio().dim());
        same(
                "num_heads of video_dit",
                spec.video().heads(),
                "num_heads of audio_dit",
                spec.audio().heads());
        same("video_dit.in_dim", spec.video().inChannels(), "video_vae.z_dim", vae.latentChannels());
        same("video_dit.out_dim", spec.video().outChannels(), "video_vae.z_dim", vae.latentChannels());
        same("latent_mean's length", vae.latentMean().size(), "video_vae.z_dim", vae.latentChannels());
        same("latent_std's length", vae.latentStd().size(), "video_vae.z_dim", vae.latentChannels());
        require(vae.latentStd().stream().allMatch(std -> std > 0), "latent_std has a number that is not positive");
        same(
                "temperal_downsample's length",
                vae.halvesTime().size(),
                "dim_mult's length less one",
                vae.multipliers().size() - 1);
        int halvings = (int) vae.halvesTime().stream().filter(halves -> halves).count();
        same("vae_stride[0]", vae.stride().frames(), "2 for each true in temperal_downsample", 1 << halvings);
        int spatial = 1 << vae.multipliers().size();
        same("vae_stride[1]", vae.stride().height(), "2 for each of dim_mult", spatial);
        same("vae_stride[2]", vae.stride().width(), "2 for each of dim_mult", spatial);
        int rows = vae.stride().height() * spec.video().patch().height();
        int columns = vae.stride().width() * spec.video().patch().width();
        require(
                spec.clip().frameHeight() % rows == 0 && spec.clip().frameWidth() % columns == 0,
                "frame_height " + spec.clip().frameHeight() + " and frame_width "
                        + spec.clip().frameWidth() + " are not multiples of a patch's " + rows + " and " + columns
                        + " pixels");
        require(
                spec.clip().videoLatentLength() % spec.video().patch().frames() == 0,
                "video_latent_length " + spec.clip().videoLatentLength() + " is not a multiple of a patch's "
                        + spec.video().patch().frames() + " latent frames");
    }

    private void sound(ModelSpec spec) {
        same(
                "audio_dit.in_dim",
                spec.audio().inChannels(),
                "audio_vae.embed_dim",
                spec.audioVae().latentChannels());
        same(
                "audio_dit.out_dim",
                spec.audio().outChannels(),
                "audio_vae.embed_dim",
                spec.audioVae().latentChannels());
        same(
                "audio_vae.data_dim",
                spec.audioVae().melBands(),
                "mel.num_mels",
                spec.mel().bands());
        same(
                "bigvgan.num_mels",
                spec.vocoder().bands(),
                "mel.num_mels",
                spec.mel().bands());
        same(
                "mel.sampling_rate",
                spec.mel().sampleRate(),
                "sample_rate",
                spec.clip().sampleRate());
        require(spec.mel().window() <= spec.mel().fftSize(), "mel: win_size is more than n_fft");
        require(
                spec.mel().lowest() >= 0 && spec.mel().lowest() < spec.mel().highest(),
                "mel: fmin " + spec.mel().lowest() + " is not from 0 to below fmax "
                        + spec.mel().highest());
        vocoder(spec.vocoder(), spec.mel().hop());
    }

    private void vocoder(Vocoder vocoder, int hop) {
        long longer = vocoder.upsampleRates().stream().mapToLong(rate -> rate).reduce(1, Math::multiplyExact);
        same("the product of bigvgan.upsample_rates", longer, "mel.hop_size", hop);
        same(
                "upsample_kernel_sizes' length",
                vocoder.upsampleKernels().size(),
                "upsample_rates' length",
                vocoder.upsampleRates().size());
        same(
                "resblock_dilation_sizes' length",
                vocoder.resblockDilations().size(),
                "resblock_kernel_sizes' length",
                vocoder.resblockKernels().size());
        require(
                vocoder.initialChannels() % (1L << vocoder.upsampleRates().size()) == 0,
                "bigvgan: upsample_initial_channel " + vocoder.initialChannels()
                        + " cannot be halved once for each of upsample_rates");
    }

    private void same(String name, long value, String otherName, long other) {
        require(value == other, name + " is " + value + ", but " + otherName + " is " + other);
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
