package dev.ovi.runtime.edit;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.AttentionEdit;
import dev.ovi.runtime.config.IndexSet;
import dev.ovi.runtime.config.Region;
import dev.ovi.runtime.words.WordSelector;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks one edit up in a run.
 *
 * @param run the run
 * @param key what the edit is called in messages, {@code attention.edits[0]}
 */
record EditResolver(RunInfo run, String key) {

    /**
     * The edit in the run's numbers.
     *
     * @throws UsageException if it names something that the run does not have; the message says what there is
     * @throws OviException if a mask cannot be read
     */
    ResolvedEdit resolve(AttentionEdit edit) {
        Set<Integer> tokens = tokens(edit.words());
        Set<Integer> steps = edit.steps().among(run.timesteps().size(), key + ".steps", "steps");
        Set<Integer> layers = edit.layers().among(run.layers(), key + ".layers", "layers");
        Set<Integer> frames = edit.frames().among(run.frames().videoFrames(), key + ".frames", "video frames");
        BitSet patches = edit.region().map(this::patches).orElseGet(() -> new RegionPatches(run.videoGrid()).all());
        double bias = edit.strength().bias();
        Map<AttentionKind, QuerySet> queries = new EnumMap<>(AttentionKind.class);
        if (bias != 0) {
            edit.editedKinds().forEach(kind -> queries.put(kind, queries(kind, frames, patches)));
        }
        return new ResolvedEdit(describe(edit, tokens, patches), tokens, bias, steps, layers, queries);
    }

    private Set<Integer> tokens(List<String> words) {
        try {
            return new WordSelector(run.prompt())
                    .select(words).stream()
                            .flatMap(group -> group.positions().stream())
                            .collect(Collectors.toCollection(TreeSet::new));
        } catch (UsageException e) {
            throw new UsageException(key + ".words: " + e.getMessage(), e);
        }
    }

    private BitSet patches(Region region) {
        BitSet patches;
        try {
            patches = new RegionPatches(run.videoGrid()).inside(region);
        } catch (UsageException e) {
            throw new UsageException(key + ".region: " + e.getMessage(), e);
        } catch (OviException e) {
            throw new OviException(key + ".region: " + e.getMessage(), e);
        }
        if (patches.isEmpty()) {
            throw new UsageException(key + ".region: no patch lies in it by at least one half; a frame has "
                    + run.videoGrid().height() + "×" + run.videoGrid().width() + " patches");
        }
        return patches;
    }

    private QuerySet queries(AttentionKind kind, Set<Integer> frames, BitSet patches) {
        return kind.query() == Sequence.VIDEO
                ? QuerySet.video(run.videoGrid(), run.frames(), frames, patches)
                : QuerySet.audio(run.audioGrid(), run.frames(), frames);
    }

    private String describe(AttentionEdit edit, Set<Integer> tokens, BitSet patches) {
        String pieces = tokens.stream()
                .map(token -> TokenGroup.single("", token).pieces(run.prompt()))
                .collect(Collectors.joining(" "));
        String numbers = tokens.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String what = key + ": " + strength(edit.strength()) + " on " + pieces
                + (tokens.size() == 1 ? " (token " : " (tokens ") + numbers + ")";
        if (edit.strength().bias() == 0) {
            return what + " changes nothing";
        }
        String kinds = edit.editedKinds().stream().map(AttentionKind::id).collect(Collectors.joining(" and "));
        String where = edit.region().isEmpty()
                ? ""
                : ", " + patches.cardinality() + " of " + run.videoGrid().frameSize() + " patches";
        return what + " in " + kinds + ": " + chosen("steps", edit.steps()) + ", " + chosen("layers", edit.layers())
                + ", " + chosen("frames", edit.frames()) + where;
    }

    private static String strength(AttentionEdit.Strength strength) {
        return switch (strength) {
            case AttentionEdit.Weight(double factor) -> "weight " + plain(factor);
            case AttentionEdit.Suppress() -> "suppress";
            case AttentionEdit.Boost(double bias) -> "boost " + plain(bias);
        };
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String chosen(String things, IndexSet which) {
        return which.isAll() ? "all " + things : things + " " + which;
    }
}
