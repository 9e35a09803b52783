package dev.ovi.runtime.generate;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.Prompts;
import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.config.Solver;
import dev.ovi.runtime.model.DenseLinear;
import dev.ovi.runtime.model.audio.AudioVae;
import dev.ovi.runtime.model.audio.Vocoder;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.fusion.TorchStages;
import dev.ovi.runtime.model.text.AudioTags;
import dev.ovi.runtime.model.text.PromptTokenizer;
import dev.ovi.runtime.model.text.TextEncoder;
import dev.ovi.runtime.model.video.VideoVae;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint, whose stages are loaded when they are first needed and stay until they are closed. Belongs to the thread of
 * its {@link Compute}.
 */
public final class OviModel implements AutoCloseable {
    private final Compute compute;
    private final CheckpointLayout layout;
    private final ModelVariant variant;
    private final ModelSpec spec;
    private final Map<String, WeightLoader> loaders = new LinkedHashMap<>();
    private @Nullable PromptTokenizer tokenizer;
    private @Nullable FusionModel fusion;
    private @Nullable VideoVae videoVae;
    private @Nullable AudioVae audioVae;
    private @Nullable Vocoder vocoder;

    private OviModel(Compute compute, CheckpointLayout layout, ModelVariant variant, ModelSpec spec) {
        this.compute = compute;
        this.layout = layout;
        this.variant = variant;
        this.spec = spec;
    }

    /**
     * Looks at a checkpoint. Nothing is loaded yet, but all files must be there.
     *
     * @throws dev.ovi.runtime.base.OviException if the checkpoint is incomplete, or its sizes contradict each other
     */
    public static OviModel open(Compute compute, CheckpointLayout layout, ModelVariant variant) {
        ModelSpec spec = layout.readSpec(variant);
        layout.requireComplete(variant, false, spec);
        return new OviModel(compute, layout, variant, spec);
    }

    /** What the model computes with. */
    public Compute compute() {
        return compute;
    }

    /** All sizes. */
    public ModelSpec spec() {
        return spec;
    }

    /** How this model wants sound to be marked in a prompt. */
    public AudioTags audioTags() {
        return AudioTags.ofModel(variant.modelName());
    }

    /** The tokenizer. */
    public PromptTokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = PromptTokenizer.open(layout.tokenizer(spec), spec.textLength());
        }
        return tokenizer;
    }

    /** Loads the text encoder, for as long as the action runs: it is large, and not needed once the texts are encoded. */
    public <R> R withTextEncoder(Function<TextEncoder, R> action) {
        try (WeightLoader loader = loader(TensorFiles.open(layout.textEncoder()))) {
            TextEncoder encoder = TextEncoder.load(
                    compute.ops(), loader.weights(), StageConfigurations.textEncoder(spec.textEncoder()));
            loader.verifyAllClaimed();
            return action.apply(encoder);
        }
    }

    /** The fusion transformer. */
    public FusionModel fusion() {
        if (fusion == null) {
            fusion = load(
                    "fusion transformer",
                    TensorFiles.open(layout.transformer(variant, false)),
                    weights -> FusionModel.load(
                            compute,
                            new TorchStages(compute.ops()),
                            DenseLinear::load,
                            weights,
                            StageConfigurations.backbone(spec.video()),
                            StageConfigurations.backbone(spec.audio())));
        }
        return fusion;
    }

    /** The video autoencoder. */
    public VideoVae videoVae() {
        if (videoVae == null) {
            videoVae = load(
                    "video autoencoder",
                    TensorFiles.open(layout.videoVae()),
                    weights -> VideoVae.load(compute.ops(), weights, spec.videoVae()));
        }
        return videoVae;
    }

    /** The audio autoencoder. */
    public AudioVae audioVae() {
        if (audioVae == null) {
            audioVae = load(
                    "audio autoencoder",
                    TensorFiles.open(layout.audioVae()),
                    weights -> AudioVae.load(compute.ops(), weights, spec.audioVae(), compute.dtype()));
        }
        return audioVae;
    }

    /** The vocoder. */
    public Vocoder vocoder() {
        if (vocoder == null) {
            vocoder = load(
                    "vocoder",
                    layout.openVocoder(),
                    weights -> Vocoder.load(compute.ops(), weights, spec.vocoder(), compute.dtype()));
        }
        return vocoder;
    }

    private <M> M load(String stage, TensorSource source, Function<Weights, M> loading) {
        WeightLoader loader = loader(source);
        M loaded = null;
        try {
            loaded = loading.apply(loader.weights());
            loader.verifyAllClaimed();
        } catch (RuntimeException e) {
            closeIfOpen(loaded instanceof AutoCloseable closeable ? closeable : null);
            loader.close();
            throw e;
        }
        loaders.put(stage, loader);
        return loaded;
    }

    private WeightLoader loader(TensorSource source) {
        return new WeightLoader(
                compute.ops(), source, compute.dtype(), compute.device(), "is model_spec.json from another model?");
    }

    /** What the stages that are loaded hold. */
    public List<StageMemory> memory() {
        return loaders.entrySet().stream()
                .map(stage -> new StageMemory(
                        stage.getKey(),
                        stage.getValue().heldBytes(),
                        stage.getValue().mappedBytes()))
                .toList();
    }

    /** Turns latents into films. */
    public FilmMaker filmMaker() {
        return new FilmMaker(
                compute.ops(), videoVae(), audioVae(), vocoder(), spec.clip().sampleRate());
    }

    /** Number of transformer blocks. */
    public int layers() {
        return spec.video().layers();
    }

    /** Number of attention heads. */
    public int heads() {
        return spec.video().heads();
    }

    /** Width of a head. */
    public int headDim() {
        return spec.video().dim() / spec.video().heads();
    }

    /** The shapes of a clip with frames of this size. */
    public ClipShape clip(FrameSize size) {
        return new ClipShape(spec, size);
    }

    /** The sequences of latents of these shapes. */
    public Geometry geometry(long[] videoLatent, long[] audioLatent) {
        return fusion().geometry(
                        Math.toIntExact(videoLatent[1]),
                        Math.toIntExact(videoLatent[2]),
                        Math.toIntExact(videoLatent[3]),
                        Math.toIntExact(audioLatent[0]));
    }

    /**
     * What each kind of attention will be called with.
     *
     * @param geometry the sequences
     * @param prompt what text attention sees
     * @param biased whether a kind of attention is edited
     */
    public List<AttentionShape> attentionShapes(Geometry geometry, PromptText prompt, Predicate<AttentionKind> biased) {
        return Arrays.stream(AttentionKind.values())
                .map(kind -> attentionShape(kind, geometry, prompt, biased.test(kind)))
                .toList();
    }

    private AttentionShape attentionShape(AttentionKind kind, Geometry geometry, PromptText prompt, boolean biased) {
        boolean text = kind.key() == Sequence.TEXT;
        int padding = prompt.paddingCount() > 0 ? 1 : 0;
        int keys = text
                ? prompt.tokens().size() + padding
                : grid(kind.key(), geometry).size();
        return AttentionShape.builder(kind, compute.dtype())
                .heads(heads(), headDim())
                .queryLength(grid(kind.query(), geometry).size())
                .keyLength(keys)
                .collapsedPadding(text && padding > 0)
                .bias(biased)
                .build();
    }

    private static PatchGrid grid(Sequence sequence, Geometry geometry) {
        return sequence == Sequence.VIDEO ? geometry.video() : geometry.audio();
    }

    /**
     * A run of this model, as sinks see it, without what the user asks of it.
     *
     * @param timesteps the sampler's timestep of every step
     */
    public RunInfo.Builder describe(Prompts prompts, Geometry geometry, ClipShape clip, double... timesteps) {
        return RunInfo.builder()
                .prompts(prompts)
                .timesteps(Arrays.stream(timesteps).boxed().toList())
                .layers(layers())
                .heads(heads())
                .videoGrid(geometry.video())
                .audioGrid(geometry.audio())
                .video(clip.video())
                .frames(clip.frames());
    }

    /** The noise levels and timesteps of a run. */
    public NoiseSchedule schedule(Solver solver, int steps, double shift) {
        return NoiseSchedule.of(solver, steps, shift, spec.trainTimesteps());
    }

    @Override
    public void close() {
        closeIfOpen(vocoder);
        closeIfOpen(audioVae);
        closeIfOpen(videoVae);
        closeIfOpen(tokenizer);
        loaders.values().forEach(WeightLoader::close);
        loaders.clear();
    }

    private static void closeIfOpen(@Nullable AutoCloseable stage) {
        if (stage != null) {
            try {
                stage.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
