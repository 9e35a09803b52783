package dev.ovi.api.capture;

import dev.ovi.api.attention.PatchGrid;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The maps of several positions at one moment, in host memory.
 *
 * @param positions the position of each map, as requested
 * @param grid the grid that maps lie over
 * @param values float32 {@code [positions, frames, height, width]}, native byte order, dense and read-only; valid only
 *     while {@link AttentionSink#accept} runs
 */
public record AttentionMap(List<Integer> positions, PatchGrid grid, MemorySegment values) {

    /** @throws IllegalArgumentException if the memory's size does not match */
    public AttentionMap {
        positions = List.copyOf(positions);
        long expected = (long) positions.size() * grid.size() * Float.BYTES;
        if (values.byteSize() != expected) {
            throw new IllegalArgumentException(positions.size() + " maps over " + grid + " are " + expected
                    + " bytes, the memory has " + values.byteSize());
        }
    }
}
