package dev.ovi.sink.statistics;

import dev.ovi.sink.statistics.MapStatistics.Distribution;
import dev.ovi.sink.statistics.SeriesStatistics.LayerStatistics;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A number that is written for each word, step and layer, under the constant's name in lower case. */
enum WordMetric {
    SHARE(
            "mean over queries of the probability of attending to the word, in 0…1; none where positions are queries",
            (series, layer, map) -> series.share(map)),
    PADDING_SHARE(
            "mean over queries of the probability of attending to padding, in 0…1; none where positions are not tokens",
            (series, layer, map) -> layer.paddingShare()),
    ENTROPY_NATS(
            "entropy of the map divided by its sum, in nats; like all below none for a map that is zero everywhere",
            distribution(Distribution::entropy)),
    ENTROPY_NORMALIZED(
            "the entropy divided by ln(patches): 0 for a single patch, 1 for a map that is the same everywhere",
            distribution(Distribution::normalizedEntropy)),
    PEAK(
            "largest probability in the map, in 0…1; 0 for a map that is zero everywhere",
            (series, layer, map) -> OptionalDouble.of(map.peak())),
    PEAK_FRAME(
            "latent frame of the patch with the peak, the first of several",
            distribution(d -> d.peak().frame())),
    PEAK_ROW("its row of patches", distribution(d -> d.peak().row())),
    PEAK_COLUMN("its column of patches", distribution(d -> d.peak().column())),
    CENTER_FRAME(
            "centre of mass over the whole clip, in latent frames",
            distribution(d -> d.center().frame())),
    CENTER_ROW(
            "in rows of patches; a whole number is the middle of a patch",
            distribution(d -> d.center().row())),
    CENTER_COLUMN("in columns of patches", distribution(d -> d.center().column()));

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Reading reading;

    WordMetric(String meaning, Reading reading) {
        this.meaning = meaning;
        this.reading = reading;
    }

    /** Reads the number of one word. */
    private interface Reading {
        OptionalDouble of(SeriesStatistics series, LayerStatistics layer, MapStatistics map);
    }

    private static Reading distribution(ToDoubleFunction<Distribution> number) {
        return (series, layer, map) -> {
            Distribution distribution = map.distribution();
            return distribution == null
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(number.applyAsDouble(distribution));
        };
    }

    /** The column's name. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the number is, with unit and range. */
    String meaning() {
        return meaning;
    }

    /** The number as it is written; absent where there is none or a damaged map made it infinite. */
    Optional<String> read(SeriesStatistics series, LayerStatistics layer, MapStatistics map) {
        double value = reading.of(series, layer, map).orElse(Double.NaN);
        return Double.isFinite(value) ? Optional.of(format(value)) : Optional.empty();
    }

    /** A number with the digits of float32, which maps are made of; whole numbers without a point. */
    static String format(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf((float) value);
    }
}
