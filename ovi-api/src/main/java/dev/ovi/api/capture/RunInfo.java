package dev.ovi.api.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.VideoFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that is about to start, as a sink sees it.
 *
 * @param prompt the prompt
 * @param videoNegative the negative prompt of the video branch, if any
 * @param audioNegative the negative prompt of the audio branch, if any
 * @param timesteps the sampler's timestep of every step
 * @param layers number of transformer blocks
 * @param heads number of attention heads
 * @param videoGrid the grid of video patches
 * @param audioGrid the grid of audio positions
 * @param video the shape of the video that will be made
 * @param frames which video frames a latent frame stands for
 * @param configuration the run's configuration by key, as text
 * @param words the words that the user chose
 * @param requested what the user asked to be captured, {@code </s>} and padding added; a sink returns this plan, or one
 *     of its own
 * @param options the sink's own options
 */
public record RunInfo(
        PromptText prompt,
        @Nullable PromptText videoNegative,
        @Nullable PromptText audioNegative,
        List<Double> timesteps,
        int layers,
        int heads,
        PatchGrid videoGrid,
        PatchGrid audioGrid,
        VideoFormat video,
        FrameMapping frames,
        Map<String, String> configuration,
        List<TokenGroup> words,
        CapturePlan requested,
        OptionValues options) {

    /** With copies of the lists. */
    public RunInfo {
        timesteps = List.copyOf(timesteps);
        words = List.copyOf(words);
    }

    /** The grid that maps of a kind lie over. */
    public PatchGrid grid(AttentionKind kind) {
        return kind.mapped() == Sequence.VIDEO ? videoGrid : audioGrid;
    }

    /**
     * The text whose tokens are the positions of a kind and branch.
     *
     * @throws dev.ovi.api.record.MissingMapException if positions of this kind are not tokens, or the branch has no text
     */
    public PromptText text(AttentionKind kind, Branch branch) {
        return record(0, List.of()).text(kind, branch);
    }

    /**
     * A record of this run.
     *
     * @param completedSteps how many steps were finished
     * @param series the maps
     */
    public AttentionRecord record(int completedSteps, List<MapSeries> series) {
        return new AttentionRecord(
                prompt, videoNegative, audioNegative, timesteps, completedSteps, video, frames, configuration, series);
    }

    /** The same run for a sink with these options. */
    public RunInfo withOptions(OptionValues values) {
        return new RunInfo(
                prompt,
                videoNegative,
                audioNegative,
                timesteps,
                layers,
                heads,
                videoGrid,
                audioGrid,
                video,
                frames,
                configuration,
                words,
                requested,
                values);
    }
}
