package dev.ovi.runtime.record;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.VisualizeSettings;
import dev.ovi.runtime.words.WordSelector;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the user chose of a record, looked up in it before anything is drawn or scored: a wish that the record cannot fulfil
 * is a wrong call, and is told once instead of by each visualizer.
 */
public final class RecordSelection {
    private final VisualizeSettings settings;
    private final RecordedRun run;
    private final AttentionRecord record;

    /** A selection of what a record holds. */
    public RecordSelection(VisualizeSettings settings, RecordedRun run) {
        this.settings = settings;
        this.run = run;
        this.record = run.record();
    }

    /**
     * The run with what is to be seen of it, over its video.
     *
     * @throws UsageException if the record lacks something that was asked for; the message says what there is
     */
    public RenderSubject over(FrameSource frames) {
        return RenderSubject.of(run.name(), record, frames, words()).withContent(content());
    }

    /**
     * The maps that the user chose.
     *
     * @throws UsageException if the record lacks them, or a frame, step, layer or head that was asked for; the message says
     *     what there is
     */
    public MapSeries series() {
        try {
            MapSeries series = record.series(settings.kind(), settings.branch());
            requireFrame(settings, record.frames().videoFrames(), run.name() + ": ");
            require("step", settings.slice().step(), series.steps(), series);
            require("layer", settings.slice().layer(), series.layers(), series);
            require("head", settings.slice().head(), series.heads(), series);
            return series;
        } catch (MissingMapException e) {
            throw new UsageException(run.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The text whose tokens the maps belong to.
     *
     * @throws UsageException if they do not belong to tokens, or the run had no such text
     */
    public PromptText text() {
        try {
            return record.text(settings.kind(), settings.branch());
        } catch (MissingMapException e) {
            throw new UsageException(run.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The words that the user chose, or the mean over the prompt's real tokens that were captured.
     *
     * @throws UsageException if the record lacks something that was asked for; the message says what there is
     */
    public List<TokenGroup> words() {
        MapSeries series = series();
        return settings.kind().position() == Sequence.TEXT ? ofText(text(), series) : ofPositions(series);
    }

    /**
     * Refuses before a run what its record could not show, whatever is captured: a word that is not in the text, a frame or
     * step that there will not be.
     *
     * @throws UsageException for the first such wish
     */
    public static void requirePossible(VisualizeSettings settings, RunInfo run) {
        requireFrame(settings, run.frames().videoFrames(), "");
        int steps = run.timesteps().size();
        if (settings.slice().step().orElse(0) >= steps) {
            throw new UsageException(
                    "step " + settings.slice().step().getAsInt() + " cannot be drawn; there are 0 to " + (steps - 1));
        }
        if (!settings.tokens().isEmpty()) {
            run.prompts()
                    .find(settings.kind(), settings.branch())
                    .ifPresent(text -> new WordSelector(text).select(settings.tokens()));
        }
    }

    private static void requireFrame(VisualizeSettings settings, int frames, String where) {
        Optional<FrameSelection> wanted = settings.frame();
        if (wanted.isPresent() && wanted.get() instanceof FrameSelection.Single(int frame) && frame >= frames) {
            throw new UsageException(
                    where + "video frame " + frame + " does not exist; there are 0 to " + (frames - 1) + ", and all");
        }
    }

    private void require(String axis, OptionalInt wanted, List<Integer> present, MapSeries series) {
        if (wanted.isPresent() && !present.contains(wanted.getAsInt())) {
            throw new UsageException(run.name() + ": " + axis + " " + wanted.getAsInt() + " is not in " + series.name()
                    + "; there is "
                    + (present.isEmpty() ? "only the mean over " + axis + "s" : axis + " " + ranges(present)));
        }
    }

    private List<TokenGroup> ofText(PromptText text, MapSeries series) {
        Set<Integer> captured = new HashSet<>(series.positions());
        if (settings.tokens().isEmpty()) {
            List<Integer> real = text.realTokens().stream()
                    .map(PromptToken::index)
                    .filter(captured::contains)
                    .toList();
            if (real.isEmpty()) {
                throw new UsageException(run.name() + ": no word was captured; there is " + captured(text, captured));
            }
            return List.of(new TokenGroup("mean", real, TokenGroup.Combination.MEAN));
        }
        List<TokenGroup> words = chosen(text);
        for (TokenGroup word : words) {
            if (!captured.containsAll(word.positions())) {
                throw new UsageException(run.name() + ": \"" + word.label() + "\" was not captured; there is "
                        + captured(text, captured));
            }
        }
        return words;
    }

    /** Of several records, the message says which one lacks a word. */
    private List<TokenGroup> chosen(PromptText text) {
        try {
            return new WordSelector(text).select(settings.tokens());
        } catch (UsageException e) {
            throw new UsageException(run.name() + ": " + e.getMessage(), e);
        }
    }

    /** What of the content was captured, where the user chose no words. A video shows nothing of what is only heard. */
    private List<TokenGroup> content() {
        if (!settings.tokens().isEmpty() || settings.kind().position() != Sequence.TEXT) {
            return List.of();
        }
        MapSeries series = series();
        Set<TokenRole> parts = settings.kind().mapped() == Sequence.VIDEO
                ? EnumSet.of(TokenRole.TEXT)
                : EnumSet.of(TokenRole.TEXT, TokenRole.AUDIO, TokenRole.SPEECH);
        return new WordSelector(text())
                .content(parts).stream()
                        .filter(word -> series.positions().containsAll(word.positions()))
                        .toList();
    }

    /** Positions of sound and video have no words; they are chosen by number. */
    private List<TokenGroup> ofPositions(MapSeries series) {
        if (settings.tokens().isEmpty()) {
            return List.of(new TokenGroup("mean", series.positions(), TokenGroup.Combination.MEAN));
        }
        return settings.tokens().stream().map(token -> position(token, series)).toList();
    }

    private TokenGroup position(String token, MapSeries series) {
        Optional<Integer> position = series.positions().stream()
                .filter(candidate -> candidate.toString().equals(token.strip()))
                .findFirst();
        return TokenGroup.single(
                token.strip(),
                position.orElseThrow(() -> new UsageException(run.name() + ": \"" + token + "\" is not a position of "
                        + series.name() + "; there is " + ranges(series.positions()))));
    }

    private static String captured(PromptText text, Set<Integer> captured) {
        List<String> names = text.words().stream()
                .filter(word -> captured.containsAll(word.tokens()))
                .map(Word::text)
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        if (captured.contains(text.paddingPosition())) {
            names.add("padding");
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Numbers as {@code 0 to 4, 7}. */
    private static String ranges(List<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= numbers.size(); i++) {
            if (i == numbers.size() || numbers.get(i) != numbers.get(i - 1) + 1) {
                int first = numbers.get(start);
                int last = numbers.get(i - 1);
                ranges.add(first == last ? Integer.toString(first) : first + " to " + last);
                start = i;
            }
        }
        return String.join(", ", ranges);
    }
}
