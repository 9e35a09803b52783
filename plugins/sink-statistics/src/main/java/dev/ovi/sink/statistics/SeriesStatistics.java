package dev.ovi.sink.statistics;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.TokenGroup;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The statistics of one kind and branch, which grow with every layer of every step. */
final class SeriesStatistics {
    private final CaptureRequest request;
    private final PatchGrid grid;
    private final List<TokenGroup> words;
    private final int paddingEntry;
    private final List<LayerStatistics> layers = new ArrayList<>();

    /**
     * One layer at one step.
     *
     * @param paddingShare the mean over queries of what goes to padding, in 0…1; absent where positions are not tokens
     * @param words in the order of {@link SeriesStatistics#words()}
     */
    record LayerStatistics(
            int step, double timestep, int layer, OptionalDouble paddingShare, List<MapStatistics> words) {}

    SeriesStatistics(CaptureRequest request, RunInfo run) {
        this.request = request;
        this.grid = run.grid(request.kind());
        this.words = WordGroups.of(request, run);
        this.paddingEntry = request.kind().position() == Sequence.TEXT
                ? request.positions()
                        .indexOf(run.text(request.kind(), request.branch()).paddingPosition())
                : -1;
    }

    AttentionKind kind() {
        return request.kind();
    }

    Branch branch() {
        return request.branch();
    }

    PatchGrid grid() {
        return grid;
    }

    List<TokenGroup> words() {
        return words;
    }

    /** The layers of the first steps, in order. */
    List<LayerStatistics> layersUpTo(int completedSteps) {
        return layers.stream().filter(layer -> layer.step() < completedSteps).toList();
    }

    /**
     * The mean over queries of the probability of attending to a word; absent where a map belongs to a query, whose
     * probabilities always add up to 1.
     */
    OptionalDouble share(MapStatistics word) {
        return request.kind().axis() == CaptureAxis.KEYS ? OptionalDouble.of(word.mean()) : OptionalDouble.empty();
    }

    boolean takes(MapKey key) {
        return key.kind() == request.kind() && key.branch() == request.branch();
    }

    void add(MapKey key, AttentionMap map) {
        List<MapStatistics> ofWords = words.stream()
                .map(word -> MapStatistics.of(sum(word, map), grid))
                .toList();
        OptionalDouble padding = paddingEntry < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(mean(map.values(), (long) paddingEntry * grid.size()));
        layers.add(new LayerStatistics(key.step(), key.timestep(), key.layer().orElseThrow(), padding, ofWords));
    }

    private double[] sum(TokenGroup word, AttentionMap map) {
        double[] sums = new double[grid.size()];
        double weight = word.combination() == TokenGroup.Combination.MEAN
                ? 1.0 / word.positions().size()
                : 1;
        for (int position : word.positions()) {
            long start = (long) request.positions().indexOf(position) * grid.size();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * value(map.values(), start + i);
            }
        }
        return sums;
    }

    private double mean(MemorySegment values, long start) {
        double sum = 0;
        for (int i = 0; i < grid.size(); i++) {
            sum += value(values, start + i);
        }
        return sum / grid.size();
    }

    private static float value(MemorySegment values, long index) {
        return values.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
    }
}
