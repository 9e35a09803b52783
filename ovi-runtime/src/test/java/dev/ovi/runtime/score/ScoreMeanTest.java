package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.record.MapSlice;
import dev.ovi.runtime.score.MapScore.Figure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreMeanTest {

    @Test
    void rowsOfAGroupAreAveragedAndThoseWithoutAScoreAreCounted() {
        List<ScoreMean> means = ScoreMean.of(List.of(
                row("colour words", MapSlice.MEAN, 0.9),
                row("other words", MapSlice.MEAN, 0.5),
                row("colour words", MapSlice.MEAN, 0.6),
                row("colour words", MapSlice.MEAN, 0.6),
                new ScoreRow("run", "pink", "pink", "colour words", MapSlice.MEAN, 5, 0.001, Optional.empty())));

        assertThat(means).singleElement().satisfies(mean -> {
            assertThat(mean.group()).isEqualTo("colour words");
            assertThat(mean.rows()).isEqualTo(4);
            assertThat(mean.scored()).isEqualTo(3);
            assertThat(mean.figure(ScoreMetric.AUROC).value()).isCloseTo(0.7, within(1e-12));
            assertThat(mean.figure(ScoreMetric.AUROC).chance()).isCloseTo(0.5, within(1e-12));
            // The sample's standard deviation of 0.9, 0.6 and 0.6 is √0.03, and √(0.03 / 3) is 0.1.
            assertThat(mean.standardError(ScoreMetric.AUROC)).isCloseTo(0.1, within(1e-12));
        });
    }

    @Test
    void slicesAreAveragedApart() {
        List<ScoreMean> means = ScoreMean.of(List.of(
                row("colour words", MapSlice.step(0), 0.2),
                row("colour words", MapSlice.step(1), 0.8),
                row("colour words", MapSlice.step(0), 0.4),
                row("colour words", MapSlice.step(1), 0.6)));

        assertThat(means).extracting(ScoreMean::slice).containsExactly(MapSlice.step(0), MapSlice.step(1));
        assertThat(means.getFirst().figure(ScoreMetric.AUROC).value()).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void oneScoreHasNoStandardError() {
        List<ScoreMean> means = ScoreMean.of(List.of(
                row("colour words", MapSlice.MEAN, 0.9),
                new ScoreRow("run", "pink", "pink", "colour words", MapSlice.MEAN, 5, 0, Optional.empty())));

        assertThat(means)
                .singleElement()
                .satisfies(mean ->
                        assertThat(mean.standardError(ScoreMetric.AUROC)).isNaN());
    }

    private static ScoreRow row(String group, MapSlice slice, double auroc) {
        var score = new MapScore(
                5, new Figure(1, 0.1), new Figure(auroc, 0.5), new Figure(0.2, 0.05), 0.5, new Figure(0.4, 0.1), 0.3);
        return new ScoreRow("run", "red", "red", group, slice, 5, 0.1, Optional.of(score));
    }
}
