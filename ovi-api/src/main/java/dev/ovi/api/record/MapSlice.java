package dev.ovi.api.record;

import java.util.OptionalInt;

/**
 * Which steps, layers and heads a picture shows. What is absent is averaged over.
 *
 * @param step a step index, from 0
 * @param layer a layer, from 0, where the series keeps layers
 * @param head a head, from 0, where the series keeps heads
 */
public record MapSlice(OptionalInt step, OptionalInt layer, OptionalInt head) {

    /** The mean over everything. */
    public static final MapSlice MEAN = new MapSlice(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** One step, the mean over what it keeps. */
    public static MapSlice step(int step) {
        return new MapSlice(OptionalInt.of(step), OptionalInt.empty(), OptionalInt.empty());
    }
}
