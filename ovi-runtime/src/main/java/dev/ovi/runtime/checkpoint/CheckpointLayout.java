package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.pytorch.PyTorchFile;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the files of a checkpoint lie: upstream's layout, and the one place that knows it. */
public final class CheckpointLayout {
    private static final String WAN = "Wan2.2-TI2V-5B";
    private static final String MMAUDIO = "MMAudio/ext_weights";
    private static final String DOWNLOAD =
            "; is ckpt_dir right? A complete checkpoint is fetched by download_weights.py of Character.AI's Ovi";

    private final Path directory;

    private CheckpointLayout(Path directory) {
        this.directory = directory;
    }

    /**
     * The layout of a checkpoint.
     *
     * @param directory {@code ckpt_dir}
     * @throws CheckpointException if it is not a directory
     */
    public static CheckpointLayout of(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CheckpointException(
                    directory, (Files.exists(directory) ? "is not a directory" : "does not exist") + DOWNLOAD);
        }
        return new CheckpointLayout(directory);
    }

    /** {@code ckpt_dir}. */
    public Path directory() {
        return directory;
    }

    /** The sizes that upstream's source code fixes; a file that only other models than the real one need. */
    Path modelSpec() {
        return directory.resolve("model_spec.json");
    }

    /** The video backbone's sizes, if they differ from the real one's. */
    Path videoConfiguration() {
        return directory.resolve("Ovi").resolve("video.json");
    }

    /** The audio backbone's sizes, if they differ from the real one's. */
    Path audioConfiguration() {
        return directory.resolve("Ovi").resolve("audio.json");
    }

    /** Mean and standard deviation of the video latents, if they differ from the real ones. */
    Path latentStatistics() {
        return directory.resolve(WAN).resolve("Wan2.2_VAE.latent_stats.json");
    }

    /**
     * The fusion transformer's file; the index of its shards where there is that instead.
     *
     * @throws dev.ovi.runtime.base.UsageException if the variant was not published with 8-bit weights
     */
    public Path transformer(ModelVariant variant, boolean fp8) {
        Path whole = directory.resolve("Ovi").resolve(variant.file(fp8));
        Path index = whole.resolveSibling(whole.getFileName() + ".index.json");
        return !Files.exists(whole) && Files.exists(index) ? index : whole;
    }

    /** The models whose transformer lies here, in the order of their release. */
    public List<ModelVariant> variants() {
        return Arrays.stream(ModelVariant.values())
                .filter(variant -> Files.isRegularFile(transformer(variant, false)))
                .toList();
    }

    /** The umT5 encoder's file. */
    public Path textEncoder() {
        return directory.resolve(WAN).resolve("models_t5_umt5-xxl-enc-bf16.pth");
    }

    /** The tokenizer's folder. */
    public Path tokenizer(ModelSpec spec) {
        return directory.resolve(spec.tokenizer().path());
    }

    /** The video autoencoder's file. */
    public Path videoVae() {
        return directory.resolve(WAN).resolve("Wan2.2_VAE.pth");
    }

    /** The audio autoencoder's file. */
    public Path audioVae() {
        return directory.resolve(MMAUDIO).resolve("v1-16.pth");
    }

    /** The vocoder's file. */
    public Path vocoder() {
        return directory.resolve(MMAUDIO).resolve("best_netG.pt");
    }

    /** The vocoder's tensors, which lie under {@code generator}. */
    public TensorSource openVocoder() {
        return PyTorchFile.open(vocoder(), "generator");
    }

    /**
     * The model's sizes; those of the real Ovi where no file says otherwise.
     *
     * @throws CheckpointException if a file is damaged, or sizes contradict each other
     */
    public ModelSpec readSpec(ModelVariant variant) {
        return ModelSpecReader.read(this, variant);
    }

    /**
     * Checks that everything a run needs is there, before anything is loaded.
     *
     * @throws CheckpointException if something is missing; the message lists all of it
     */
    public void requireComplete(ModelVariant variant, boolean fp8, ModelSpec spec) {
        List<Path> needed = List.of(
                transformer(variant, fp8),
                textEncoder(),
                tokenizer(spec).resolve("tokenizer.json"),
                videoVae(),
                audioVae(),
                vocoder());
        List<String> missing = new ArrayList<>();
        for (Path file : needed) {
            if (!Files.isRegularFile(file)) {
                missing.add(directory.relativize(file).toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new CheckpointException(directory, "lacks " + String.join(", ", missing) + DOWNLOAD + hint(variant));
        }
    }

    private String hint(ModelVariant variant) {
        for (ModelVariant other : ModelVariant.values()) {
            if (other != variant && Files.isRegularFile(transformer(other, false))) {
                return ". The model " + other.modelName() + " is there (model_name)";
            }
        }
        return "";
    }
}
