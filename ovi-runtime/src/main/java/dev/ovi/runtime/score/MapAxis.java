package dev.ovi.runtime.score;

import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What a series has several maps of one word for. */
public enum MapAxis {
    /** Diffusion steps. */
    STEP,
    /** Layers of the transformer. */
    LAYER,
    /** Heads of a layer's attention. */
    HEAD;

    /** The name on the command line and in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The entry that a slice has, if it has one. */
    public OptionalInt of(MapSlice slice) {
        return switch (this) {
            case STEP -> slice.step();
            case LAYER -> slice.layer();
            case HEAD -> slice.head();
        };
    }

    /** The entries that a series keeps; empty if it keeps only their mean. */
    List<Integer> entries(MapSeries series) {
        return switch (this) {
            case STEP -> series.steps();
            case LAYER -> series.layers();
            case HEAD -> series.heads();
        };
    }

    /** A slice with another entry. */
    MapSlice with(MapSlice slice, int entry) {
        OptionalInt one = OptionalInt.of(entry);
        return switch (this) {
            case STEP -> new MapSlice(one, slice.layer(), slice.head());
            case LAYER -> new MapSlice(slice.step(), one, slice.head());
            case HEAD -> new MapSlice(slice.step(), slice.layer(), one);
        };
    }
}
