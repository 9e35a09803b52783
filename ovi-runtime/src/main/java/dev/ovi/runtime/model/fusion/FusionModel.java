package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.model.Linear;
import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fusion transformer: predicts the velocity of a noisy video and audio latent, given texts and a timestep.
 *
 * <p>A run calls {@link #geometry} and {@link #project} once, {@link #prepare} once a step and {@link #predict} once a
 * step and branch. Results belong to the scope that is open when they are made.
 *
 * <p>Source: {@code FusionModel} in upstream's {@code ovi/modules/fusion.py}; Ovi, arXiv 2510.01284.
 */
public final class FusionModel {
    /** For {@link #predict}: no block is skipped. */
    public static final int NO_LAYER = -1;

    private final Compute compute;
    private final Ops ops;
    private final Stages stages;
    private final Backbone video;
    private final Backbone audio;
    private final List<FusionBlock> blocks;

    private FusionModel(Compute compute, Stages stages, Backbone video, Backbone audio) {
        this.compute = compute;
        this.ops = compute.ops();
        this.stages = stages;
        this.video = video;
        this.audio = audio;
        List<FusionBlock> both = new ArrayList<>();
        for (int layer = 0; layer < video.blocks().size(); layer++) {
            both.add(new FusionBlock(video.blocks().get(layer), audio.blocks().get(layer)));
        }
        this.blocks = List.copyOf(both);
    }

    /**
     * Claims the model's tensors.
     *
     * @param stages what blocks are made of, for the same thread
     * @param linear how the weights of linear maps are held
     * @param weights of {@code Ovi/model.safetensors}, of the computation's type and on its device
     * @throws IllegalArgumentException if the backbones do not fit each other
     */
    public static FusionModel load(
            Compute compute,
            Stages stages,
            Linear.Loader linear,
            Weights weights,
            BackboneConfiguration video,
            BackboneConfiguration audio) {
        if (video.layers() != audio.layers() || video.dim() != audio.dim() || video.heads() != audio.heads()) {
            throw new IllegalArgumentException("the backbones differ: video has " + video.layers() + " blocks of width "
                    + video.dim() + " with " + video.heads() + " heads, audio " + audio.layers() + " of width "
                    + audio.dim() + " with " + audio.heads());
        }
        return new FusionModel(
                compute,
                stages,
                Backbone.load(compute, stages, linear, video, Modality.VIDEO, weights.at("video_model")),
                Backbone.load(compute, stages, linear, audio, Modality.AUDIO, weights.at("audio_model")));
    }

    /** The same weights for another thread, which can use them at the same time. */
    public FusionModel on(Compute other) {
        Stages itsStages = stages.on(other.ops());
        return new FusionModel(other, itsStages, video.on(other, itsStages), audio.on(other, itsStages));
    }

    /** Number of blocks. */
    public int layers() {
        return blocks.size();
    }

    /**
     * The shape of a run.
     *
     * @param frames latent frames
     * @param height rows of the latent
     * @param width columns of the latent
     * @param audioLength positions of the audio latent
     */
    public Geometry geometry(int frames, int height, int width, int audioLength) {
        BackboneConfiguration.Patch patch = video.configuration().patch();
        PatchGrid grid = new PatchGrid(frames / patch.frames(), height / patch.height(), width / patch.width());
        return new Geometry(
                grid,
                PatchGrid.audio(audioLength),
                RotaryTable.video(
                        ops, compute.device(), grid, video.configuration().headDim()),
                RotaryTable.audio(
                        ops,
                        compute.device(),
                        audioLength,
                        audio.configuration().headDim(),
                        audio.configuration().rotaryScale()));
    }

    /**
     * Keys and values of one branch's texts.
     *
     * @param videoText the text encoder's features that the video attends to, {@code [n, textDim]}
     * @param audioText those that the audio attends to, {@code [m, textDim]}
     */
    public TextContext project(Tensor videoText, Tensor audioText) {
        return new TextContext(video.textKeys(videoText), audio.textKeys(audioText));
    }

    /**
     * Does what does not depend on the text.
     *
     * @param latents the noisy latents
     * @param timestep in 0…1000
     * @param firstFrameIsClean whether the first latent frame is given, so that its timestep is 0
     * @param shared the attention for the first block up to the text, which the branches then share; {@code null} to
     *     compute it in each branch, which is needed where that attention is to be seen in both
     */
    public PreparedStep prepare(
            Geometry geometry,
            Latents latents,
            double timestep,
            boolean firstFrameIsClean,
            @Nullable AttentionCaller shared) {
        FusionBlock.Sequences sequences =
                new FusionBlock.Sequences(video.embed(latents.video()), audio.embed(latents.audio()));
        TimeConditioning videoTime = videoTime(geometry.video(), timestep, firstFrameIsClean);
        TimeConditioning audioTime = audio.embedTime(
                new double[] {timestep}, List.of(new Rows(0, geometry.audio().size())));
        List<FusionBlock.Modulations> modulations = modulations(videoTime, audioTime);
        FusionBlock.Fused first =
                shared == null ? null : blocks.getFirst().fuse(sequences, modulations.getFirst(), geometry, shared);
        return new PreparedStep(geometry, sequences, videoTime, audioTime, modulations, first);
    }

    private TimeConditioning videoTime(PatchGrid grid, double timestep, boolean firstFrameIsClean) {
        if (!firstFrameIsClean) {
            return video.embedTime(new double[] {timestep}, List.of(new Rows(0, grid.size())));
        }
        int firstFrame = grid.frameSize();
        return grid.frames() == 1
                ? video.embedTime(new double[] {0}, List.of(new Rows(0, firstFrame)))
                : video.embedTime(
                        new double[] {0, timestep},
                        List.of(new Rows(0, firstFrame), new Rows(firstFrame, grid.size() - firstFrame)));
    }

    private List<FusionBlock.Modulations> modulations(TimeConditioning videoTime, TimeConditioning audioTime) {
        List<BlockModulation> ofVideo = video.modulations(videoTime);
        List<BlockModulation> ofAudio = audio.modulations(audioTime);
        List<FusionBlock.Modulations> both = new ArrayList<>(blocks.size());
        for (int layer = 0; layer < blocks.size(); layer++) {
            both.add(new FusionBlock.Modulations(ofVideo.get(layer), ofAudio.get(layer)));
        }
        return both;
    }

    /**
     * One forward pass.
     *
     * @param text the branch's texts
     * @param skippedLayer a block that both sequences pass by (skip-layer guidance); the first cannot be skipped, and
     *     anything below 1 skips none
     * @param attention computes the attention
     * @param taps sees {@code forward.block{i}.video} and {@code .audio}, the sequences after each block
     * @return the predicted velocities, of the latents' shapes
     */
    public Latents predict(
            PreparedStep step, TextContext text, int skippedLayer, AttentionCaller attention, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            FusionBlock.Sequences x = step.sequences();
            for (int layer = 0; layer < blocks.size(); layer++) {
                if (layer == skippedLayer && layer > 0) {
                    continue;
                }
                FusionBlock.Sequences before = x;
                x = forward(step, layer, before, text, attention);
                if (layer > 0) {
                    before.video().close();
                    before.audio().close();
                }
                taps.tap("forward.block" + layer + ".video", x.video());
                taps.tap("forward.block" + layer + ".audio", x.audio());
            }
            Tensor rows = video.predict(x.video(), step.videoTime()); // [Lv, patch·channels]
            Tensor velocity = unpatchify(rows, step.geometry().video());
            return new Latents(scope.keep(velocity), scope.keep(audio.predict(x.audio(), step.audioTime())));
        }
    }

    private FusionBlock.Sequences forward(
            PreparedStep step, int layer, FusionBlock.Sequences x, TextContext text, AttentionCaller attention) {
        FusionBlock block = blocks.get(layer);
        FusionBlock.Modulations modulations = step.modulations().get(layer);
        FusionBlock.Fused shared = step.firstBlock();
        if (layer == 0 && shared != null) {
            return block.finish(shared, text, modulations, attention);
        }
        FusionBlock.Fused fused = block.fuse(x, modulations, step.geometry(), attention);
        FusionBlock.Sequences result = block.finish(fused, text, modulations, attention);
        fused.close();
        return result;
    }

    /** {@code [F·H·W, p·q·r·C]} to {@code [C, F·p, H·q, W·r]}. */
    private Tensor unpatchify(Tensor rows, PatchGrid grid) {
        BackboneConfiguration.Patch patch = video.configuration().patch();
        int channels = video.configuration().outChannels();
        Tensor cut = ops.view( // [F, H, W, p, q, r, C]
                rows,
                grid.frames(),
                grid.height(),
                grid.width(),
                patch.frames(),
                patch.height(),
                patch.width(),
                channels);
        Tensor ordered = ops.permute(cut, 6, 0, 3, 1, 4, 2, 5); // [C, F, p, H, q, W, r]
        return ops.reshape(
                ops.contiguous(ordered),
                channels,
                (long) grid.frames() * patch.frames(),
                (long) grid.height() * patch.height(),
                (long) grid.width() * patch.width());
    }
}
