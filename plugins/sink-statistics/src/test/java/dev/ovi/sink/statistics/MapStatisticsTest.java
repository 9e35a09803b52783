package dev.ovi.sink.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.sink.statistics.MapStatistics.Distribution;
import dev.ovi.sink.statistics.MapStatistics.Point;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapStatisticsTest {
    private static final PatchGrid GRID = new PatchGrid(3, 4, 6);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void aSinglePatchHasNoEntropyAndIsItsOwnCentre() {
        double[] map = new double[GRID.size()];
        map[(1 * 4 + 2) * 6 + 5] = 0.25;

        MapStatistics statistics = MapStatistics.of(map, GRID);

        assertThat(statistics.mean()).isEqualTo(0.25 / 72);
        assertThat(statistics.peak()).isEqualTo(0.25);
        assertThat(statistics.distribution()).isEqualTo(new Distribution(0, 0, new Point(1, 2, 5), new Point(1, 2, 5)));
    }

    @Test
    void aMapThatIsTheSameEverywhereHasAllEntropyAndItsCentreInTheMiddle() {
        double[] map = new double[GRID.size()];
        Arrays.fill(map, 0.125);

        Distribution distribution = distribution(map);

        // sums of 72 numbers in float64
        assertThat(distribution.entropy()).isCloseTo(Math.log(72), within(1e-12));
        assertThat(distribution.normalizedEntropy()).isCloseTo(1, within(1e-12));
        assertThat(distribution.peak()).isEqualTo(new Point(0, 0, 0));
        assertThat(distribution.center().frame()).isCloseTo(1, within(1e-12));
        assertThat(distribution.center().row()).isCloseTo(1.5, within(1e-12));
        assertThat(distribution.center().column()).isCloseTo(2.5, within(1e-12));
    }

    @Test
    void twoEqualPatchesAreOneBit() {
        double[] map = new double[GRID.size()];
        map[7] = 1e-30; // far below what float32 could square
        map[60] = 1e-30;

        assertThat(distribution(map).entropy()).isCloseTo(Math.log(2), within(1e-12));
    }

    @Test
    void aMapOfZerosIsNowhere() {
        MapStatistics statistics = MapStatistics.of(new double[GRID.size()], GRID);

        assertThat(statistics.mean()).isZero();
        assertThat(statistics.peak()).isZero();
        assertThat(statistics.distribution()).isNull();
    }

    @Test
    void theOnlyPatchOfAGridIsNoDistributionAtAll() {
        assertThat(MapStatistics.of(new double[] {0.5}, new PatchGrid(1, 1, 1)).distribution())
                .isEqualTo(new Distribution(0, 0, new Point(0, 0, 0), new Point(0, 0, 0)));
    }

    @Test
    void aFactorOnTheMapChangesNothingButItsSize() {
        double[] map = random.doubles(GRID.size()).toArray();
        double[] half = Arrays.stream(map).map(value -> value / 2).toArray();

        assertThat(distribution(half)).as("seed %d", seed).isEqualTo(distribution(map));
        assertThat(MapStatistics.of(half, GRID).peak())
                .isEqualTo(MapStatistics.of(map, GRID).peak() / 2);
    }

    private static Distribution distribution(double[] map) {
        Distribution distribution = MapStatistics.of(map, GRID).distribution();
        assertThat(distribution).isNotNull();
        return distribution;
    }
}
