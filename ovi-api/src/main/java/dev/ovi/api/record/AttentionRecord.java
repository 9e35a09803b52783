package dev.ovi.api.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All attention maps of a run, and everything that is needed to show them without the model. Immutable, but for maps that are
 * views over a file or over memory that somebody else owns.
 */
public final class AttentionRecord {
    private final Prompts prompts;
    private final List<Double> timesteps;
    private final int completedSteps;
    private final VideoFormat video;
    private final FrameMapping frames;
    private final Map<String, String> configuration;
    private final List<MapSeries> series;

    private AttentionRecord(Builder builder) {
        prompts = Objects.requireNonNull(builder.prompts, "prompts");
        timesteps = List.copyOf(Objects.requireNonNull(builder.timesteps, "timesteps"));
        completedSteps = builder.completedSteps == null ? timesteps.size() : builder.completedSteps;
        video = Objects.requireNonNull(builder.video, "video");
        frames = Objects.requireNonNull(builder.frames, "frames");
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(builder.configuration));
        series = List.copyOf(builder.series);
        if (completedSteps < 0 || completedSteps > timesteps.size()) {
            throw new IllegalArgumentException(completedSteps + " completed steps of " + timesteps.size());
        }
        if (series.stream().map(MapSeries::name).distinct().count() != series.size()) {
            throw new IllegalArgumentException("a series occurs twice among " + names(series));
        }
    }

    /** A record of nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The texts of the run. */
    public Prompts prompts() {
        return prompts;
    }

    /** The prompt, seen by both modalities in the conditional branch. */
    public PromptText prompt() {
        return prompts.prompt();
    }

    /** The sampler's timestep of every planned step: about 1000 for pure noise, falling to 0. */
    public List<Double> timesteps() {
        return timesteps;
    }

    /** How many of the planned steps were finished; fewer than planned marks a partial record. */
    public int completedSteps() {
        return completedSteps;
    }

    /** The shape of the generated video. */
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

    /** The maps, at most one series of each kind and branch. */
    public List<MapSeries> series() {
        return series;
    }

    /** Whether the run was stopped before its last step. */
    public boolean partial() {
        return completedSteps < timesteps.size();
    }

    /** The series of a kind and branch, if it was captured. */
    public Optional<MapSeries> find(AttentionKind kind, Branch branch) {
        return series.stream()
                .filter(candidate -> candidate.kind() == kind && candidate.branch() == branch)
                .findFirst();
    }

    /**
     * The series of a kind and branch, which has at least one step.
     *
     * @throws MissingMapException if it was not captured, or the run was stopped before its first step; the message says
     *     what there is
     */
    public MapSeries series(AttentionKind kind, Branch branch) {
        MapSeries found = find(kind, branch)
                .orElseThrow(() -> new MissingMapException("the record holds no " + kind.id() + " maps of the "
                        + branch.id() + " branch; there is " + (series.isEmpty() ? "nothing" : names(series))));
        if (found.steps().isEmpty()) {
            throw new MissingMapException("the record holds no step: the run was stopped before its first one");
        }
        return found;
    }

    /**
     * The text whose tokens are the positions of a kind and branch.
     *
     * @throws MissingMapException if positions of this kind are not tokens, or the branch had no text
     */
    public PromptText text(AttentionKind kind, Branch branch) {
        return prompts.text(kind, branch);
    }

    private static String names(List<MapSeries> series) {
        return series.stream().map(MapSeries::name).collect(Collectors.joining(", "));
    }

    /** For messages: what it holds, without the values. */
    @Override
    public String toString() {
        return "AttentionRecord[" + completedSteps + " of " + timesteps.size() + " steps, " + names(series) + "]";
    }

    /** Puts a record together. */
    public static final class Builder {
        private @Nullable Prompts prompts;
        private @Nullable List<Double> timesteps;
        private @Nullable Integer completedSteps;
        private @Nullable VideoFormat video;
        private @Nullable FrameMapping frames;
        private Map<String, String> configuration = Map.of();
        private List<MapSeries> series = List.of();

        private Builder() {}

        /** The texts of the run; required. */
        public Builder prompts(Prompts value) {
            prompts = value;
            return this;
        }

        /** The sampler's timestep of every planned step; required. */
        public Builder timesteps(List<Double> value) {
            timesteps = value;
            return this;
        }

        /** How many of the planned steps were finished; all unless it is said. */
        public Builder completedSteps(int value) {
            completedSteps = value;
            return this;
        }

        /** The shape of the generated video; required. */
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

        /** The maps, at most one series of each kind and branch; none unless they are named. */
        public Builder series(List<MapSeries> value) {
            series = value;
            return this;
        }

        /**
         * The record.
         *
         * @throws NullPointerException if something that is required is missing
         * @throws IllegalArgumentException if two series have the same kind and branch, or steps do not fit
         */
        public AttentionRecord build() {
            return new AttentionRecord(this);
        }
    }
}
