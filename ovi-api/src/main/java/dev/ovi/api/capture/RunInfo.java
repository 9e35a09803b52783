package dev.ovi.api.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.VideoFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run that is about to start, as a sink sees it. Immutable. */
public final class RunInfo {
    private final Prompts prompts;
    private final List<Double> timesteps;
    private final int layers;
    private final int heads;
    private final PatchGrid videoGrid;
    private final PatchGrid audioGrid;
    private final VideoFormat video;
    private final FrameMapping frames;
    private final Map<String, String> configuration;
    private final List<TokenGroup> words;
    private final CapturePlan requested;

    private RunInfo(Builder builder) {
        prompts = Objects.requireNonNull(builder.prompts, "prompts");
        timesteps = List.copyOf(Objects.requireNonNull(builder.timesteps, "timesteps"));
        layers = Objects.requireNonNull(builder.layers, "layers");
        heads = Objects.requireNonNull(builder.heads, "heads");
        videoGrid = Objects.requireNonNull(builder.videoGrid, "videoGrid");
        audioGrid = Objects.requireNonNull(builder.audioGrid, "audioGrid");
        video = Objects.requireNonNull(builder.video, "video");
        frames = Objects.requireNonNull(builder.frames, "frames");
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(builder.configuration));
        words = List.copyOf(builder.words);
        requested = builder.requested;
    }

    /** A run of which nothing is known yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with this run. */
    public Builder toBuilder() {
        return new Builder()
                .prompts(prompts)
                .timesteps(timesteps)
                .layers(layers)
                .heads(heads)
                .videoGrid(videoGrid)
                .audioGrid(audioGrid)
                .video(video)
                .frames(frames)
                .configuration(configuration)
                .words(words)
                .requested(requested);
    }

    /** The texts of the run. */
    public Prompts prompts() {
        return prompts;
    }

    /** The prompt, seen by both modalities in the conditional branch. */
    public PromptText prompt() {
        return prompts.prompt();
    }

    /** The sampler's timestep of every step: about 1000 for pure noise, falling to 0. */
    public List<Double> timesteps() {
        return timesteps;
    }

    /** The number of transformer blocks. */
    public int layers() {
        return layers;
    }

    /** The number of attention heads. */
    public int heads() {
        return heads;
    }

    /** The grid of video patches. */
    public PatchGrid videoGrid() {
        return videoGrid;
    }

    /** The grid of audio positions. */
    public PatchGrid audioGrid() {
        return audioGrid;
    }

    /** The shape of the video that will be made. */
    public VideoFormat video() {
        return video;
    }

    /** Which video frames a latent frame stands for. */
    public FrameMapping frames() {
        return frames;
    }

    /** The run's configuration by key, as text, in order. */
    public Map<String, String> configuration() {
        return configuration;
    }

    /** The words that the user chose. */
    public List<TokenGroup> words() {
        return words;
    }

    /** What the user asked to be captured, {@code </s>} and padding added; a sink returns this plan, or one of its own. */
    public CapturePlan requested() {
        return requested;
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
        return prompts.text(kind, branch);
    }

    /**
     * A record of this run.
     *
     * @param completedSteps how many steps were finished
     * @param series the maps
     */
    public AttentionRecord record(int completedSteps, List<MapSeries> series) {
        return AttentionRecord.builder()
                .prompts(prompts)
                .timesteps(timesteps)
                .completedSteps(completedSteps)
                .video(video)
                .frames(frames)
                .configuration(configuration)
                .series(series)
                .build();
    }

    /** Puts a run together. */
    public static final class Builder {
        private @Nullable Prompts prompts;
        private @Nullable List<Double> timesteps;
        private @Nullable Integer layers;
        private @Nullable Integer heads;
        private @Nullable PatchGrid videoGrid;
        private @Nullable PatchGrid audioGrid;
        private @Nullable VideoFormat video;
        private @Nullable FrameMapping frames;
        private Map<String, String> configuration = Map.of();
        private List<TokenGroup> words = List.of();
        private CapturePlan requested = new CapturePlan(List.of());

        private Builder() {}

        /** The texts of the run; required. */
        public Builder prompts(Prompts value) {
            prompts = value;
            return this;
        }

        /** The sampler's timestep of every step; required. */
        public Builder timesteps(List<Double> value) {
            timesteps = value;
            return this;
        }

        /** The number of transformer blocks; required. */
        public Builder layers(int value) {
            layers = value;
            return this;
        }

        /** The number of attention heads; required. */
        public Builder heads(int value) {
            heads = value;
            return this;
        }

        /** The grid of video patches; required. */
        public Builder videoGrid(PatchGrid value) {
            videoGrid = value;
            return this;
        }

        /** The grid of audio positions; required. */
        public Builder audioGrid(PatchGrid value) {
            audioGrid = value;
            return this;
        }

        /** The shape of the video that will be made; required. */
        public Builder video(VideoFormat value) {
            video = value;
            return this;
        }

        /** Which video frames a latent frame stands for; required. */
        public Builder frames(FrameMapping value) {
            frames = value;
            return this;
        }

        /** The run's configuration by key, as text, in order; empty unless it is said. */
        public Builder configuration(Map<String, String> value) {
            configuration = value;
            return this;
        }

        /** The words that the user chose; none unless they are named. */
        public Builder words(List<TokenGroup> value) {
            words = value;
            return this;
        }

        /** What the user asked to be captured; nothing unless it is said. */
        public Builder requested(CapturePlan value) {
            requested = value;
            return this;
        }

        /**
         * The run.
         *
         * @throws NullPointerException if something that is required is missing
         */
        public RunInfo build() {
            return new RunInfo(this);
        }
    }
}
