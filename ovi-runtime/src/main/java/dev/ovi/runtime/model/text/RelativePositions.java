package dev.ovi.runtime.model.text;

/**
 * Sorts the distance from a query to a key into classes: near distances have one each, far ones share by the logarithm;
 * keys before and after the query are told apart.
 *
 * <p>Source: {@code T5RelativeEmbedding._relative_position_bucket} in upstream's {@code ovi/modules/t5.py}; T5, arXiv
 * 1910.10683. The logarithm is taken in single precision, as there, since it decides on which side of a border a
 * distance falls.
 *
 * @param buckets how many classes there are
 * @param maxDistance the distance from which on all positions share a class
 */
public record RelativePositions(int buckets, int maxDistance) {

    /** The class of {@code key − query}. */
    public int bucket(int relative) {
        int half = buckets / 2;
        int side = relative > 0 ? half : 0;
        int distance = Math.abs(relative);
        int exact = half / 2;
        if (distance < exact) {
            return side + distance;
        }
        float logarithm = (float) Math.log((float) distance / exact);
        float position = logarithm / (float) Math.log((double) maxDistance / exact) * (half - exact);
        return side + Math.min(exact + (int) position, half - 1);
    }

    /** The classes of all pairs of a sequence, {@code [length, length]}, a row for each query. */
    long[] table(int length) {
        long[] table = new long[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                table[query * length + key] = bucket(key - query);
            }
        }
        return table;
    }
}
