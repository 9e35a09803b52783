package dev.ovi.visualizer.report;

import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** Which share of the attention each position of a series has, from 0 to 1: its probability, averaged over patches. */
final class PositionShares {
    private final MapSeries series;
    private final List<Integer> steps;
    private final double[][][] means;

    /** @param means of each position, step and latent frame */
    private PositionShares(MapSeries series, List<Integer> steps, double[][][] means) {
        this.series = series;
        this.steps = steps;
        this.means = means;
    }

    /**
     * Reads a whole series once.
     *
     * @param slice a step, layer or head to look at alone
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    static PositionShares of(MapSeries series, MapSlice slice) {
        List<Integer> steps = stepsOf(series, slice);
        int positions = series.positions().size();
        double[][][] means = new double[positions][steps.size()][series.grid().frames()];
        for (int position = 0; position < positions; position++) {
            TokenGroup alone = TokenGroup.single("", series.positions().get(position));
            for (int step = 0; step < steps.size(); step++) {
                MapSlice one = new MapSlice(OptionalInt.of(steps.get(step)), slice.layer(), slice.head());
                for (int frame = 0; frame < series.grid().frames(); frame++) {
                    means[position][step][frame] =
                            series.plane(one, alone, frame).mean();
                }
            }
        }
        return new PositionShares(series, steps, means);
    }

    /** The recorded steps, or the one that the slice names. */
    static List<Integer> stepsOf(MapSeries series, MapSlice slice) {
        return slice.step().isPresent() ? List.of(slice.step().getAsInt()) : series.steps();
    }

    MapSeries series() {
        return series;
    }

    List<Integer> steps() {
        return steps;
    }

    boolean has(Collection<Integer> positions) {
        return series.positions().containsAll(positions);
    }

    /** Of a word, over all steps and frames. */
    double ofWord(TokenGroup word) {
        return Arrays.stream(perStep(word)).average().orElse(0);
    }

    /** Of one position, over all steps and frames. */
    double ofToken(int position) {
        return ofWord(TokenGroup.single("", position));
    }

    /** Of a word at each step, over all frames. */
    double[] perStep(TokenGroup word) {
        double[] result = new double[steps.size()];
        for (int step = 0; step < result.length; step++) {
            for (int frame = 0; frame < series.grid().frames(); frame++) {
                result[step] += at(word, step, frame) / series.grid().frames();
            }
        }
        return result;
    }

    /** Of a word in each latent frame, over all steps. */
    double[] perFrame(TokenGroup word) {
        double[] result = new double[series.grid().frames()];
        for (int frame = 0; frame < result.length; frame++) {
            for (int step = 0; step < steps.size(); step++) {
                result[frame] += at(word, step, frame) / steps.size();
            }
        }
        return result;
    }

    private double at(TokenGroup word, int step, int frame) {
        double sum = 0;
        for (int position : word.positions()) {
            sum += means[series.positions().indexOf(position)][step][frame];
        }
        return word.combination() == TokenGroup.Combination.MEAN
                ? sum / word.positions().size()
                : sum;
    }
}
