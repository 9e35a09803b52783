package dev.ovi.runtime.score;

import dev.ovi.api.record.MapSlice;
import dev.ovi.runtime.score.MapScore.Figure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The mean over several rows: each counts once, whatever it has of latent frames.
 *
 * @param group what the rows have in common
 * @param slice of which step, layer and head the maps are
 * @param rows how many rows there are
 * @param scored how many of them have a score, which are those the mean is over; at least one
 * @param figures the means of the figures and of what chance reaches
 * @param standardErrors of the figures: the rows' standard deviation by the root of their number; NaN for one row
 */
public record ScoreMean(
        String group,
        MapSlice slice,
        int rows,
        int scored,
        Map<ScoreMetric, Figure> figures,
        Map<ScoreMetric, Double> standardErrors) {

    private record Key(String group, MapSlice slice) {}

    /** The means of all groups that have more than one row, in the order of their first rows. */
    public static List<ScoreMean> of(List<ScoreRow> rows) {
        Map<Key, List<ScoreRow>> groups = new LinkedHashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(new Key(row.group(), row.slice()), key -> new ArrayList<>())
                .add(row));
        List<ScoreMean> means = new ArrayList<>();
        groups.forEach((key, members) -> {
            List<MapScore> scores = members.stream()
                    .map(ScoreRow::score)
                    .flatMap(Optional::stream)
                    .toList();
            if (members.size() > 1 && !scores.isEmpty()) {
                means.add(of(key, members.size(), scores));
            }
        });
        return means;
    }

    private static ScoreMean of(Key key, int rows, List<MapScore> scores) {
        Map<ScoreMetric, Figure> figures = new EnumMap<>(ScoreMetric.class);
        Map<ScoreMetric, Double> errors = new EnumMap<>(ScoreMetric.class);
        for (ScoreMetric metric : ScoreMetric.values()) {
            double value = mean(scores, score -> metric.of(score).value());
            double chance = mean(scores, score -> metric.of(score).chance());
            double variance = mean(scores, score -> Math.pow(metric.of(score).value() - value, 2));
            figures.put(metric, new Figure(value, chance));
            errors.put(metric, Math.sqrt(variance / (scores.size() - 1)));
        }
        return new ScoreMean(key.group(), key.slice(), rows, scores.size(), figures, errors);
    }

    private static double mean(List<MapScore> scores, ToDoubleFunction<MapScore> figure) {
        return scores.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** The mean of a figure. */
    public Figure figure(ScoreMetric metric) {
        return Objects.requireNonNull(figures.get(metric));
    }

    /** The standard error of a figure's mean; NaN for one row. */
    public double standardError(ScoreMetric metric) {
        return Objects.requireNonNull(standardErrors.get(metric));
    }
}
