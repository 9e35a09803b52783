package dev.ovi.runtime.model.text;

/**
 * The sizes of the text encoder.
 *
 * @param vocabulary how many pieces the tokenizer knows
 * @param dim width of a row
 * @param attentionDim width of all heads together
 * @param ffnDim width inside the feed-forward layer
 * @param heads number of attention heads
 * @param layers number of blocks
 * @param buckets how many classes relative positions fall into
 * @param maxDistance the distance from which on all positions share a class
 * @param sharedPositions whether all blocks use one table of position biases; umT5's blocks have one each
 * @param epsilon what norms add to a mean square
 */
public record TextEncoderConfiguration(
        int vocabulary,
        int dim,
        int attentionDim,
        int ffnDim,
        int heads,
        int layers,
        int buckets,
        int maxDistance,
        boolean sharedPositions,
        double epsilon) {}
