package dev.ovi.api.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All attention maps of a run, and everything that is needed to show them without the model.
 *
 * @param prompt the prompt, seen by both modalities in the conditional branch
 * @param videoNegative the negative prompt that the video branch sees, if there was one
 * @param audioNegative the negative prompt that the audio branch sees, if there was one
 * @param timesteps the sampler's timestep of every planned step: about 1000 for pure noise, falling to 0
 * @param completedSteps how many of them were finished; fewer than planned marks a partial record
 * @param video the shape of the generated video
 * @param frames which video frames a latent frame stands for
 * @param configuration the run's configuration by key, as text, in order
 * @param series the maps, at most one series of each kind and branch
 */
public record AttentionRecord(
        PromptText prompt,
        @Nullable PromptText videoNegative,
        @Nullable PromptText audioNegative,
        List<Double> timesteps,
        int completedSteps,
        VideoFormat video,
        FrameMapping frames,
        Map<String, String> configuration,
        List<MapSeries> series) {

    /** @throws IllegalArgumentException if two series have the same kind and branch, or steps do not fit */
    public AttentionRecord {
        timesteps = List.copyOf(timesteps);
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        series = List.copyOf(series);
        if (completedSteps < 0 || completedSteps > timesteps.size()) {
            throw new IllegalArgumentException(completedSteps + " completed steps of " + timesteps.size());
        }
        if (series.stream().map(MapSeries::name).distinct().count() != series.size()) {
            throw new IllegalArgumentException("a series occurs twice among " + names(series));
        }
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
        if (kind.position() != Sequence.TEXT) {
            throw new MissingMapException("positions of " + kind.id() + " are not tokens");
        }
        PromptText text =
                branch == Branch.CONDITIONAL ? prompt : kind.mapped() == Sequence.VIDEO ? videoNegative : audioNegative;
        if (text == null) {
            throw new MissingMapException("the run had no negative prompt for " + kind.id());
        }
        return text;
    }

    private static String names(List<MapSeries> series) {
        return series.stream().map(MapSeries::name).collect(Collectors.joining(", "));
    }
}
