package dev.ovi.backend.standard;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * Memory for what is held for some queries at a time, in float32. It is made once and serves one tile after the other:
 * tensors made anew would lie in other holes of the C library's heap each time, until twice as much is resident.
 */
final class Tile {
    private final Ops torch;
    private final Device device;
    private final AttentionShape shape;
    private final long queries;
    private final Tensor query;
    private final Tensor output;
    private final Tensor logits;
    private final Tensor probabilities;

    /**
     * Memory on a device.
     *
     * @param queries for which there is room
     */
    Tile(Ops torch, Device device, AttentionShape shape, long queries) {
        this.torch = torch;
        this.device = device;
        this.shape = shape;
        this.queries = queries;
        this.query = memory(shape.headDim());
        this.output = memory(shape.headDim());
        this.logits = memory(shape.keyLength());
        this.probabilities = memory(shape.keyLength());
    }

    /** Logits and probabilities, the scaled query and its output, for all heads. */
    static long bytesPerQuery(AttentionShape shape) {
        return Math.max(1, 2L * shape.heads() * (shape.keyLength() + shape.headDim()) * Float.BYTES);
    }

    long queries() {
        return queries;
    }

    /** {@code [heads, length, headDim]} */
    Tensor query(long length) {
        return part(query, length, shape.headDim());
    }

    /** {@code [heads, length, headDim]} */
    Tensor output(long length) {
        return part(output, length, shape.headDim());
    }

    /** {@code [heads, length, Lk]} */
    Tensor logits(long length) {
        return part(logits, length, shape.keyLength());
    }

    /** {@code [heads, length, Lk]} */
    Tensor probabilities(long length) {
        return part(probabilities, length, shape.keyLength());
    }

    /** {@code [heads, length, positions]}; in the place of the logits, which nothing needs once there are probabilities. */
    Tensor captured(long length, long positions) {
        return part(logits, length, positions);
    }

    private Tensor memory(long width) {
        return torch.empty(DType.FLOAT32, device, shape.heads() * queries * width);
    }

    private Tensor part(Tensor memory, long length, long width) {
        long elements = shape.heads() * length * width;
        return torch.view(torch.narrow(memory, 0, 0, elements), shape.heads(), length, width);
    }
}
