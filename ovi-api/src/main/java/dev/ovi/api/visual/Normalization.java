package dev.ovi.api.visual;

import dev.ovi.api.option.Option;
import dev.ovi.api.record.Plane;
import java.util.List;
import java.util.Optional;

/** What the ends of a colour map stand for. */
public enum Normalization {
    /** The smallest and largest value of each picture. */
    STEP("own scale each picture"),
    /** The smallest and largest value of all pictures. */
    RUN("one scale for all pictures"),
    /** The 1st and 99th percentile of all pictures. */
    PERCENTILE("one scale, 1st to 99th percentile");

    private static final double LOW_PERCENTILE = 1;
    private static final double HIGH_PERCENTILE = 99;

    private final String text;

    Normalization(String text) {
        this.text = text;
    }

    /** The option by which users choose, for visualizers that have it. */
    public static Option<Normalization> option() {
        return option(RUN);
    }

    /** The same with another default. */
    public static Option<Normalization> option(Normalization otherwise) {
        return Option.choice(
                "normalization",
                otherwise,
                "What the ends of the colours stand for: one scale for each picture or for all.");
    }

    /** For a legend. */
    public String text() {
        return text;
    }

    /**
     * The scale of all pictures; absent where each has its own.
     *
     * @param maps the maps of all pictures, as recorded, before they are resized
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    public Optional<Scale> common(List<Plane> maps) {
        return switch (this) {
            case STEP -> Optional.empty();
            case RUN -> Optional.of(Scale.spanning(maps));
            case PERCENTILE -> Optional.of(Scale.percentiles(maps, LOW_PERCENTILE, HIGH_PERCENTILE));
        };
    }
}
