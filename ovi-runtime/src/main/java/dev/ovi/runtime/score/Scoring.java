package dev.ovi.runtime.score;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.config.VisualizeSettings;
import dev.ovi.runtime.record.RecordSelection;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.record.RunFrames;
import dev.ovi.runtime.words.WordSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Holds words' maps of recorded runs against objects. */
public final class Scoring {
    private static final String COLOR_WORDS = "colour words";
    private static final String OTHER_WORDS = "other words";

    private final VisualizeSettings selection;
    private final Truth truth;
    private final ScoreSettings settings;

    /**
     * A way of scoring.
     *
     * @param selection which maps and words; without words, all that fit the truth and were captured
     * @param truth what they are held against
     * @param settings how
     * @throws UsageException if the maps do not lie over the video
     */
    public Scoring(VisualizeSettings selection, Truth truth, ScoreSettings settings) {
        if (selection.kind().mapped() != Sequence.VIDEO) {
            throw new UsageException(selection.kind().id() + " has maps over sound; an object is found in maps over the"
                    + " video, such as text_to_video");
        }
        this.selection = selection;
        this.truth = truth;
        this.settings = settings;
    }

    /** A word, the object it is held against, and the group that its scores are averaged in. */
    private record Pair(TokenGroup word, String object, String group) {}

    /**
     * Scores a run: a row for each word, object and slice.
     *
     * @throws UsageException if the record lacks what was asked for, or a video or mask does not belong to it
     * @throws OviException if the video or mask cannot be read, or a mask marks nothing
     */
    public List<ScoreRow> score(RecordedRun run) {
        var chosen = new RecordSelection(selection, run);
        MapSeries series = chosen.series();
        List<MapSlice> slices = slices(run, series);
        List<Pair> pairs = pairs(run, chosen, series);
        Map<String, ObjectCoverage> objects = objects(run, series, pairs);
        List<ScoreRow> rows = new ArrayList<>();
        for (Pair pair : pairs) {
            ObjectCoverage object = Objects.requireNonNull(objects.get(pair.object()));
            for (MapSlice slice : slices) {
                rows.add(new ScoreRow(
                        run.name(),
                        pair.word().label(),
                        pair.object(),
                        pair.group(),
                        slice,
                        series.grid().frames(),
                        object.largestArea(),
                        score(series, slice, pair.word(), object)));
            }
        }
        return rows;
    }

    private Optional<MapScore> score(MapSeries series, MapSlice slice, TokenGroup word, ObjectCoverage object) {
        double least = truth instanceof Truth.Mask ? Double.MIN_VALUE : Math.max(settings.minArea(), Double.MIN_VALUE);
        List<ScoredFrame> frames = new ArrayList<>();
        for (int frame = 0; frame < series.grid().frames(); frame++) {
            // Where the object is everything, nothing can be told from it.
            if (object.area(frame) >= least && object.area(frame) < 1) {
                frames.add(new ScoredFrame(series.plane(slice, word, frame).values(), object.of(frame)));
            }
        }
        return frames.isEmpty() ? Optional.empty() : Optional.of(MapScore.of(frames, settings.threshold()));
    }

    private List<MapSlice> slices(RecordedRun run, MapSeries series) {
        if (settings.by().isEmpty()) {
            return List.of(selection.slice());
        }
        MapAxis axis = settings.by().get();
        if (axis.of(selection.slice()).isPresent()) {
            return List.of(selection.slice());
        }
        List<Integer> entries = axis.entries(series);
        if (entries.isEmpty()) {
            throw new UsageException(run.name() + ": there is no score by " + axis.id() + ", because " + series.name()
                    + " has only the mean over " + axis.id() + "s; record a run with attention.capture.granularity="
                    + axis.id() + " and a sink that keeps it");
        }
        return entries.stream()
                .map(entry -> axis.with(selection.slice(), entry))
                .toList();
    }

    private List<Pair> pairs(RecordedRun run, RecordSelection chosen, MapSeries series) {
        return switch (truth) {
            case Truth.Mask(Path file) -> pairs(words(run, chosen, series), List.of(file.toString()));
            case Truth.Colors(List<ObjectColor> colors) ->
                pairs(
                        words(run, chosen, series),
                        colors.stream().map(ObjectColor::name).toList());
            case Truth.OwnColors() -> ownColors(run, chosen, series);
        };
    }

    private static List<Pair> pairs(List<TokenGroup> words, List<String> objects) {
        List<Pair> pairs = new ArrayList<>();
        for (TokenGroup word : words) {
            for (String object : objects) {
                pairs.add(new Pair(word, object, "\"" + word.label() + "\" on " + object));
            }
        }
        return pairs;
    }

    /** The words that the user chose, or all with a content. */
    private List<TokenGroup> words(RecordedRun run, RecordSelection chosen, MapSeries series) {
        boolean wordless = selection.kind().position() != Sequence.TEXT;
        if (wordless || !selection.tokens().isEmpty()) {
            return chosen.words();
        }
        return captured(run, new WordSelector(chosen.text()).select(List.of("content")), series);
    }

    private List<Pair> ownColors(RecordedRun run, RecordSelection chosen, MapSeries series) {
        var colors = new ColorWords(chosen.text());
        List<TokenGroup> words = selection.tokens().isEmpty() ? captured(run, colors.words(), series) : chosen.words();
        return words.stream()
                .map(word ->
                        new Pair(word, colors.colorOf(word).name(), colors.isColor(word) ? COLOR_WORDS : OTHER_WORDS))
                .toList();
    }

    private static List<TokenGroup> captured(RecordedRun run, List<TokenGroup> words, MapSeries series) {
        Set<Integer> positions = new HashSet<>(series.positions());
        List<TokenGroup> captured = words.stream()
                .filter(word -> positions.containsAll(word.positions()))
                .toList();
        if (captured.isEmpty()) {
            throw new UsageException(run.name() + ": " + (words.isEmpty() ? "the prompt has" : "there was captured")
                    + " no word to score; name some by --tokens");
        }
        return captured;
    }

    private Map<String, ObjectCoverage> objects(RecordedRun run, MapSeries series, List<Pair> pairs) {
        AttentionRecord record = run.record();
        if (truth instanceof Truth.Mask(Path file)) {
            return Map.of(file.toString(), MaskFile.read(file, record, series.grid()));
        }
        if (run.video().isEmpty()) {
            throw new UsageException(run.name() + ": there is no video beside the record to find objects in; name it by"
                    + " --video, or give a mask by --mask");
        }
        List<ObjectColor> colors = pairs.stream()
                .map(Pair::object)
                .distinct()
                .map(ObjectColor::parse)
                .toList();
        try (RunFrames video = RunFrames.open(run)) {
            Map<String, ObjectCoverage> objects = new HashMap<>();
            ColorSegmentation.find(colors, video.source(), series.grid(), record.frames())
                    .forEach((color, object) -> objects.put(color.name(), object));
            return objects;
        } catch (IOException e) {
            throw new OviException(WholeFile.reason(e), e);
        }
    }
}
