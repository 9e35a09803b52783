package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.tensor.DType;

/**
 * How a call is cut up so that what is held beside it stays small, and in the cache.
 *
 * @param queries queries that go through the fused kernel at once, for all heads; follows from the shape alone, so that
 *     the output's bits do not depend on a capture
 * @param lookedAt positions along the mapped side whose probabilities are made at once
 * @param positions captured positions whose probabilities are made at once
 */
record Tiles(long queries, long lookedAt, long positions) {
    /** The kernel's own block of queries where there are enough of them. */
    private static final long BLOCK = 256;

    private static final long OUTPUT_BYTES = 8L << 20;
    private static final long LOGIT_BYTES = 3L << 20;
    private static final long LOOKED_AT = 512;

    static Tiles of(AttentionShape shape) {
        long heads = Math.max(1, shape.heads());
        long perQuery = heads * Math.max(1, shape.headDim()) * shape.dtype().byteSize();
        long most = Math.max(BLOCK, OUTPUT_BYTES / perQuery / BLOCK * BLOCK);
        long pieces = Math.max(1, (shape.queryLength() + most - 1) / most);
        long even = (shape.queryLength() + pieces - 1) / pieces;
        long queries = pieces == 1 ? Math.max(1, even) : (even + BLOCK - 1) / BLOCK * BLOCK;
        long positions = Math.max(1, LOGIT_BYTES / Float.BYTES / heads / LOOKED_AT);
        return new Tiles(queries, LOOKED_AT, positions);
    }

    /** Bytes held beside inputs, output and capture buffer. */
    long workspaceBytes(AttentionShape shape, int captured) {
        long rows = Math.min(queries, shape.queryLength());
        long width = (long) shape.heads() * shape.headDim();
        long bytes = rows * (width * shape.dtype().byteSize() + (long) shape.heads() * Float.BYTES);
        if (captured > 0) {
            boolean columns = shape.kind().axis() == CaptureAxis.KEYS;
            long mapped = Math.min(lookedAt, columns ? shape.queryLength() : shape.keyLength());
            long logits = shape.heads() * Math.min(positions, captured) * mapped * Float.BYTES;
            long wide = shape.dtype() == DType.FLOAT32 ? 0 : mapped * width * Float.BYTES;
            long selected = captured * width * Float.BYTES;
            long statistics = columns ? 0 : shape.heads() * shape.queryLength() * Float.BYTES;
            bytes += 2 * logits + wide + selected + statistics;
        }
        return bytes;
    }
}
