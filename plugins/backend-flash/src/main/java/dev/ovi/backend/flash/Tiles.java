package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.tensor.DType;

/**
 * How a call is cut up so that what is held beside it stays small, and in the cache.
 *
 * @param queries queries that go through the fused kernel at once, for all heads; follows from the shape alone, so that
 *     the output's bits do not depend on a capture
 */
record Tiles(long queries) {
    /** The kernel's block of queries, from three blocks on; it takes smaller and slower ones for fewer queries. */
    private static final long BLOCK = 256;

    private static final long LEAST = 3 * BLOCK;
    private static final long OUTPUT_BYTES = 9L << 20;
    private static final long LOGIT_BYTES = 3L << 20;
    private static final long WIDE_BYTES = 4L << 20;
    private static final long STEP = 64;

    static Tiles of(AttentionShape shape) {
        long perQuery = Math.max(1, width(shape) * Float.BYTES);
        long most = Math.max(LEAST, OUTPUT_BYTES / perQuery / BLOCK * BLOCK);
        return new Tiles(Math.max(1, Math.min(most, shape.queryLength())));
    }

    /**
     * A tile of probabilities.
     *
     * @param positions captured positions at once
     * @param length places along the mapped side at once
     */
    record Probabilities(long positions, long length) {}

    /**
     * How probabilities are cut up.
     *
     * @param captured positions in all
     * @param available places along the mapped side that can be had at once
     */
    static Probabilities probabilities(AttentionShape shape, long captured, long available) {
        long heads = Math.max(1, shape.heads());
        long elements = LOGIT_BYTES / Float.BYTES / heads;
        long length = Math.max(4 * STEP, elements / Math.max(1, captured));
        if (shape.dtype() != DType.FLOAT32) {
            length = Math.min(length, WIDE_BYTES / Float.BYTES / Math.max(1, width(shape)));
        }
        length = Math.clamp(length / STEP * STEP, STEP, Math.max(STEP, available));
        return new Probabilities(Math.clamp(elements / length, 1, Math.max(1, captured)), Math.min(length, available));
    }

    /** Bytes held beside inputs, output and capture buffer. */
    long workspaceBytes(AttentionShape shape, int captured) {
        boolean wide = shape.dtype() != DType.FLOAT32;
        long perHead = queries * shape.headDim() * Float.BYTES + 2 * queries * Float.BYTES;
        long bytes = shape.heads() * perHead;
        bytes += wide ? (queries + 2 * shape.keyLength()) * width(shape) * Float.BYTES : 0;
        if (captured > 0) {
            boolean columns = shape.kind().axis() == CaptureAxis.KEYS;
            Probabilities tile = probabilities(shape, captured, columns ? queries : shape.keyLength());
            bytes += shape.heads() * tile.positions * tile.length * Float.BYTES;
            bytes += tile.positions * tile.length * Float.BYTES;
            bytes += !wide ? 0 : tile.length * width(shape) * Float.BYTES;
            bytes += captured * width(shape) * Float.BYTES;
            bytes += columns ? 0 : shape.heads() * shape.queryLength() * Float.BYTES;
        }
        return bytes;
    }

    private static long width(AttentionShape shape) {
        return (long) shape.heads() * shape.headDim();
    }
}
