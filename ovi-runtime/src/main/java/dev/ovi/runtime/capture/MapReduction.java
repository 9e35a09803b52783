package dev.ovi.runtime.capture;

import dev.ovi.api.capture.Granularity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Derives the maps that one sink asked for from the buffer that serves all of them: some of its positions, and means over
 * its layers and heads. Sums are taken in float64, in ascending order, so that maps are deterministic.
 */
final class MapReduction {
    private final MergedRequest merged;
    private final int[] layerEntries;
    private final int[] positionEntries;

    MapReduction(MergedRequest merged, List<Integer> layers, List<Integer> positions) {
        this.merged = merged;
        this.layerEntries = merged.request().granularity() == Granularity.STEP
                ? new int[] {0}
                : layers.stream().mapToInt(merged::layerEntry).toArray();
        this.positionEntries = positions.stream()
                .mapToInt(position -> merged.request().positions().indexOf(position))
                .toArray();
    }

    /** The mean over all layers and heads, {@code [positions, map]}. */
    float[] step(MemorySegment buffer) {
        return mean(buffer, layerEntries, allHeads());
    }

    /** One of the request's layers, the mean over heads, {@code [positions, map]}. */
    float[] layer(MemorySegment buffer, int ordinal) {
        return mean(buffer, new int[] {layerEntries[ordinal]}, allHeads());
    }

    /** One head of one of the request's layers, {@code [positions, map]}. */
    float[] head(MemorySegment buffer, int ordinal, int head) {
        return mean(buffer, new int[] {layerEntries[ordinal]}, new int[] {head});
    }

    private int[] allHeads() {
        int[] heads = new int[(int) merged.shape()[1]];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = i;
        }
        return heads;
    }

    private float[] mean(MemorySegment buffer, int[] layers, int[] heads) {
        int mapSize = merged.mapSize();
        float[] maps = new float[Math.multiplyExact(positionEntries.length, mapSize)];
        double[] sums = new double[mapSize];
        double count = (double) layers.length * heads.length;
        for (int p = 0; p < positionEntries.length; p++) {
            Arrays.fill(sums, 0);
            for (int layer : layers) {
                for (int head : heads) {
                    add(sums, buffer, offset(layer, head, positionEntries[p]));
                }
            }
            for (int i = 0; i < mapSize; i++) {
                maps[p * mapSize + i] = (float) (sums[i] / count);
            }
        }
        return maps;
    }

    private static void add(double[] sums, MemorySegment buffer, long offset) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += buffer.get(ValueLayout.JAVA_FLOAT, offset + (long) i * Float.BYTES);
        }
    }

    private long offset(int layer, int head, int position) {
        long[] shape = merged.shape();
        return ((layer * shape[1] + head) * shape[2] + position) * shape[3] * Float.BYTES;
    }
}
