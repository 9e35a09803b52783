package dev.ovi.runtime.generate;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.audio.AudioVae;
import dev.ovi.runtime.model.audio.Vocoder;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.text.AudioTags;
import dev.ovi.runtime.model.text.PromptTokenizer;
import dev.ovi.runtime.model.text.TextEncoder;
import dev.ovi.runtime.model.video.VideoVae;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.sampler.Solver;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint, whose stages are loaded when they are first needed and stay until they are closed. Belongs to the thread of
 * its {@link Ops}.
 */
public final class OviModel implements AutoCloseable {
    private final Ops ops;
    private final CheckpointLayout layout;
    private final ModelVariant variant;
    private final ModelSpec spec;
    private final DType dtype;
    private final Device device;
    private final List<WeightLoader> loaders = new ArrayList<>();
    private @Nullable PromptTokenizer tokenizer;
    private @Nullable FusionModel fusion;
    private @Nullable VideoVae videoVae;
    private @Nullable AudioVae audioVae;
    private @Nullable Vocoder vocoder;

    private OviModel(
            Ops ops, CheckpointLayout layout, ModelVariant variant, ModelSpec spec, DType dtype, Device device) {
        this.ops = ops;
        this.layout = layout;
        this.variant = variant;
        this.spec = spec;
        this.dtype = dtype;
        this.device = device;
    }

    /**
     * Looks at a checkpoint. Nothing is loaded yet, but all files must be there.
     *
     * @param dtype float32 or bfloat16: how the model computes
     * @throws dev.ovi.runtime.base.OviException if the checkpoint is incomplete, or its sizes contradict each other
     */
    public static OviModel open(Ops ops, CheckpointLayout layout, ModelVariant variant, DType dtype, Device device) {
        ModelSpec spec = layout.readSpec(variant);
        layout.requireComplete(variant, false, spec);
        return new OviModel(ops, layout, variant, spec, dtype, device);
    }

    /** What the model computes with. */
    public Ops ops() {
        return ops;
    }

    /** All sizes. */
    public ModelSpec spec() {
        return spec;
    }

    /** How the model computes. */
    public DType dtype() {
        return dtype;
    }

    /** Where the model computes. */
    public Device device() {
        return device;
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
            TextEncoder encoder =
                    TextEncoder.load(ops, loader.weights(), StageConfigurations.textEncoder(spec.textEncoder()));
            loader.verifyAllClaimed();
            return action.apply(encoder);
        }
    }

    /** The fusion transformer. */
    public FusionModel fusion() {
        if (fusion == null) {
            fusion = load(
                    TensorFiles.open(layout.transformer(variant, false)),
                    weights -> FusionModel.load(
                            ops,
                            weights,
                            StageConfigurations.backbone(spec.video()),
                            StageConfigurations.backbone(spec.audio())));
        }
        return fusion;
    }

    /** The video autoencoder. */
    public VideoVae videoVae() {
        if (videoVae == null) {
            videoVae =
                    load(TensorFiles.open(layout.videoVae()), weights -> VideoVae.load(ops, weights, spec.videoVae()));
        }
        return videoVae;
    }

    /** The audio autoencoder. */
    public AudioVae audioVae() {
        if (audioVae == null) {
            audioVae = load(
                    TensorFiles.open(layout.audioVae()),
                    weights -> AudioVae.load(ops, weights, spec.audioVae(), dtype));
        }
        return audioVae;
    }

    /** The vocoder. */
    public Vocoder vocoder() {
        if (vocoder == null) {
            vocoder = load(layout.openVocoder(), weights -> Vocoder.load(ops, weights, spec.vocoder(), dtype));
        }
        return vocoder;
    }

    private <M> M load(TensorSource source, Function<Weights, M> stage) {
        WeightLoader loader = loader(source);
        loaders.add(loader);
        M loaded = stage.apply(loader.weights());
        loader.verifyAllClaimed();
        return loaded;
    }

    private WeightLoader loader(TensorSource source) {
        return new WeightLoader(ops, source, dtype, device, "is model_spec.json from another model?");
    }

    /** Turns latents into films. */
    FilmMaker filmMaker() {
        return new FilmMaker(ops, videoVae(), audioVae(), vocoder(), spec.clip().sampleRate());
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

    /** The sequences of a video of this size. */
    public Geometry geometry(FrameSize size) {
        var stride = spec.videoVae().stride();
        return fusion().geometry(
                        spec.clip().videoLatentLength(),
                        size.height() / stride.height(),
                        size.width() / stride.width(),
                        spec.clip().audioLatentLength());
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
        return AttentionShape.builder(kind, dtype)
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

    /** {@code [channels, frames, height, width]}. */
    public long[] videoLatentShape(FrameSize size) {
        var stride = spec.videoVae().stride();
        return new long[] {
            spec.video().inChannels(),
            spec.clip().videoLatentLength(),
            size.height() / stride.height(),
            size.width() / stride.width()
        };
    }

    /** {@code [positions, channels]}. */
    public long[] audioLatentShape() {
        return new long[] {spec.clip().audioLatentLength(), spec.audio().inChannels()};
    }

    /** The shape of a video with frames of this size. */
    public VideoFormat videoFormat(FrameSize size) {
        return new VideoFormat(
                size.width(), size.height(), spec.videoFrames(), spec.clip().framesPerSecond());
    }

    /** Which video frames a latent frame stands for. */
    public FrameMapping frameMapping() {
        return new FrameMapping(spec.videoFrames(), spec.videoVae().stride().frames());
    }

    /** The noise levels and timesteps of a run. */
    public NoiseSchedule schedule(Solver solver, int steps, double shift) {
        return solver.schedule(steps, shift, spec.trainTimesteps());
    }

    @Override
    public void close() {
        closeIfOpen(vocoder);
        closeIfOpen(audioVae);
        closeIfOpen(videoVae);
        closeIfOpen(tokenizer);
        loaders.forEach(WeightLoader::close);
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
