package dev.ovi.api.attention;

import dev.ovi.api.tensor.TensorView;

/**
 * A wish to see attention probabilities.
 *
 * <p>The backend <em>adds</em> {@code weight × p} to the buffer, where p is the exact softmax probability that entered
 * the output, computed in float32. The buffer is float32, dense, on the device of the inputs, and one of
 *
 * <ul>
 *   <li>{@code [positions, length]}: p is the mean over heads, summed in the order of heads, so that maps are
 *       deterministic;
 *   <li>{@code [heads, positions, length]}: p is kept for each head.
 * </ul>
 *
 * <p>Length is Lq when positions are keys, and Lk when positions are queries. The position of a collapsed padding
 * column is Lk − 1 and receives the share of all padding keys together.
 *
 * @param axis whether positions are keys or queries
 * @param positions indices in 0…Lk−1 or 0…Lq−1, without repetition
 * @param buffer the float32 buffer to add to
 * @param weight the factor on every probability, for instance 1/layers for a mean over layers
 */
public record Capture(CaptureAxis axis, int[] positions, TensorView buffer, float weight) {

    /** Whether each head has a buffer of its own. */
    public boolean perHead() {
        return buffer.rank() == 3;
    }
}
