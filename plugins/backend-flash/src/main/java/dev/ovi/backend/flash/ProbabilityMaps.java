package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact probabilities of captured positions, {@code exp(scale·q·k + bias − lse(q))}, added to the capture's buffer
 * as tiles of queries come out of the fused kernel. All in float32, whatever the inputs are.
 */
abstract sealed class ProbabilityMaps permits ColumnMaps, RowMaps {
    final Ops torch;
    final Operands operands;
    final AttentionShape shape;
    final Capture capture;
    private final Tensor buffer;

    ProbabilityMaps(Ops torch, Operands operands, AttentionShape shape, Capture capture) {
        this.torch = torch;
        this.operands = operands;
        this.shape = shape;
        this.capture = capture;
        this.buffer = torch.fromView(capture.buffer());
    }

    static ProbabilityMaps of(Ops torch, Operands operands, AttentionShape shape, Capture capture) {
        return capture.axis() == CaptureAxis.KEYS
                ? new ColumnMaps(torch, operands, shape, capture)
                : new RowMaps(torch, operands, shape, capture);
    }

    /**
     * Takes note of a tile of queries.
     *
     * @param logsumexp {@code [1, heads, length]}, float32
     */
    abstract void add(long start, long length, Tensor logsumexp);

    /** After the last tile. */
    abstract void finish();

    /** The captured positions from one on, as a tensor of indices. */
    final Tensor indices(long first, long count) {
        long[] positions = Arrays.stream(capture.positions())
                .skip(first)
                .limit(count)
                .asLongStream()
                .toArray();
        return torch.tensor(positions, positions.length);
    }

    /** Captured positions' vectors, {@code [heads, positions, headDim]}, times the scale. */
    final Tensor scaled(Tensor vectors) {
        Tensor chosen = torch.indexSelect(vectors, 1, indices(0, capture.positions().length));
        return torch.mul(wide(chosen), operands.scale());
    }

    final Tensor wide(Tensor tensor) {
        return shape.dtype() == DType.FLOAT32 ? tensor : torch.to(tensor, DType.FLOAT32);
    }

    /**
     * A tile of logits, {@code [heads, positions, length]}.
     *
     * @param positions scaled vectors of the captured positions, {@code [heads, positions, headDim]}
     * @param mapped vectors along the mapped side, {@code [heads, length, headDim]}
     * @param bias what is added, broadcasting to the logits
     */
    final Tensor logits(Tensor positions, Tensor mapped, @Nullable Tensor bias) {
        Tensor logits = torch.bmm(positions, torch.transpose(mapped, 1, 2));
        return bias == null ? logits : torch.add_(logits, bias);
    }

    /** Raises the part of the logits that belongs to the padding column. */
    final void raisePadding(Tensor logits, int dimension, long index) {
        torch.add_(torch.narrow(logits, dimension, index, 1), operands.logCount());
    }

    /**
     * Turns a tile of logits into probabilities, and adds those to the buffer.
     *
     * @param logits overwritten
     * @param logsumexp broadcasting to the logits
     * @param position the place of the tile's first position in the capture
     * @param start the place of the tile along the mapped side
     */
    final void accumulate(Tensor logits, Tensor logsumexp, long position, long start) {
        Tensor probabilities = torch.exp_(torch.addScaled_(logits, logsumexp, -1));
        int side = buffer.rank() - 1;
        Tensor rows = part(buffer, side - 1, position, logits.size(1));
        Tensor place = part(rows, side, start, logits.size(2));
        if (capture.perHead()) {
            torch.addScaled_(place, probabilities, capture.weight());
        } else {
            double share = (double) capture.weight() / shape.heads();
            torch.addScaled_(place, torch.sum(probabilities, false, 0), share);
        }
    }

    final Tensor part(Tensor whole, int dimension, long start, long length) {
        return whole.size(dimension) == length ? whole : torch.narrow(whole, dimension, start, length);
    }
}
