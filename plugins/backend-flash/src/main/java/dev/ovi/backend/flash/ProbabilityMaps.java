package dev.ovi.backend.flash;

import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact probabilities of captured positions, {@code exp(scale·q·k + bias − lse(q))}, added to the capture's buffer
 * as tiles of queries come out of the fused kernel.
 */
abstract class ProbabilityMaps {
    final Ops torch;
    final Operands operands;
    final Tiles tiles;
    final Capture capture;
    private final Tensor buffer;

    ProbabilityMaps(Ops torch, Operands operands, Tiles tiles, Capture capture) {
        this.torch = torch;
        this.operands = operands;
        this.tiles = tiles;
        this.capture = capture;
        this.buffer = torch.fromView(capture.buffer());
    }

    static ProbabilityMaps of(Ops torch, Operands operands, Tiles tiles, Capture capture) {
        return capture.axis() == CaptureAxis.KEYS
                ? new ColumnMaps(torch, operands, tiles, capture)
                : new RowMaps(torch, operands, tiles, capture);
    }

    /**
     * Takes note of a tile of queries.
     *
     * @param logsumexp {@code [1, heads, length]}, float32
     */
    abstract void add(long start, long length, Tensor logsumexp);

    /** After the last tile. */
    abstract void finish();

    /** Captured positions' vectors in float32, {@code [heads, positions, headDim]}, times the scale. */
    final Tensor selected(Tensor vectors) {
        long[] positions = Arrays.stream(capture.positions()).asLongStream().toArray();
        Tensor chosen = torch.indexSelect(vectors, 1, torch.tensor(positions, positions.length));
        return torch.mul(torch.to(chosen, DType.FLOAT32), operands.scale());
    }

    /**
     * Adds the probabilities of some captured positions along a piece of the mapped side.
     *
     * @param firstPosition the place of the first position in the capture
     * @param vectors scaled vectors of the positions, {@code [heads, positions, headDim]}
     * @param start the start of the piece
     * @param others vectors along the piece, {@code [heads, length, headDim]}, in the inputs' dtype
     * @param bias what is added to logits, broadcasting to {@code [heads, positions, length]}
     * @param padded the part of the logits that belongs to the padding column, as a dimension and an index; or null
     * @param logsumexp broadcasting to {@code [heads, positions, length]}
     */
    final void accumulate(
            long firstPosition,
            Tensor vectors,
            long start,
            Tensor others,
            @Nullable Tensor bias,
            @Nullable Padded padded,
            Tensor logsumexp) {
        try (TensorScope scope = torch.scope()) {
            Tensor logits = torch.bmm(vectors, torch.transpose(torch.to(others, DType.FLOAT32), 1, 2));
            if (bias != null) {
                logits = torch.add(logits, bias);
            }
            if (padded != null) {
                torch.add_(torch.narrow(logits, padded.dimension, padded.index, 1), torch.scalar(operands.logCount()));
            }
            Tensor probabilities = torch.exp_(torch.sub(logits, logsumexp));
            long positions = logits.size(1);
            long length = logits.size(2);
            int side = buffer.rank() - 1;
            Tensor place = torch.narrow(torch.narrow(buffer, side - 1, firstPosition, positions), side, start, length);
            if (capture.perHead()) {
                torch.addScaled_(place, probabilities, capture.weight());
            } else {
                double share = (double) capture.weight() / logits.size(0);
                torch.addScaled_(place, torch.sum(probabilities, false, 0), share);
            }
        }
    }

    /** Where in {@code [heads, positions, length]} the padding column lies. */
    record Padded(int dimension, long index) {}

    /** Probabilities that every query gives to chosen keys. */
    private static final class ColumnMaps extends ProbabilityMaps {
        private final Tensor keys;
        private final int paddingPlace;

        ColumnMaps(Ops torch, Operands operands, Tiles tiles, Capture capture) {
            super(torch, operands, tiles, capture);
            this.keys = selected(operands.keys());
            int padding = -1;
            for (int i = 0; i < capture.positions().length; i++) {
                if (operands.logCount() > 0 && capture.positions()[i] == operands.keyLength() - 1) {
                    padding = i;
                }
            }
            this.paddingPlace = padding;
        }

        @Override
        void add(long start, long length, Tensor logsumexp) {
            Tensor queries = operands.queries();
            for (long at = 0; at < length; at += tiles.lookedAt()) {
                long count = Math.min(tiles.lookedAt(), length - at);
                try (TensorScope scope = torch.scope()) {
                    Tensor piece = torch.to(torch.narrow(queries, 1, start + at, count), DType.FLOAT32);
                    Tensor denominators = torch.transpose(torch.narrow(logsumexp, 2, at, count), 0, 1);
                    Tensor bias = operands.bias(start + at, count);
                    for (long first = 0; first < keys.size(1); first += tiles.positions()) {
                        long positions = Math.min(tiles.positions(), keys.size(1) - first);
                        boolean padded = paddingPlace >= first && paddingPlace < first + positions;
                        accumulate(
                                first,
                                torch.narrow(keys, 1, first, positions),
                                start + at,
                                piece,
                                bias == null ? null : torch.transpose(chosen(bias, first, positions), 1, 2),
                                padded ? new Padded(1, paddingPlace - first) : null,
                                denominators);
                    }
                }
            }
        }

        private Tensor chosen(Tensor bias, long first, long count) {
            long[] indices = Arrays.stream(capture.positions())
                    .skip(first)
                    .limit(count)
                    .asLongStream()
                    .toArray();
            return torch.indexSelect(bias, 2, torch.tensor(indices, indices.length));
        }

        @Override
        void finish() {}
    }

    /** Probabilities that chosen queries give to every key. */
    private static final class RowMaps extends ProbabilityMaps {
        private final Tensor denominators;

        RowMaps(Ops torch, Operands operands, Tiles tiles, Capture capture) {
            super(torch, operands, tiles, capture);
            this.denominators = torch.empty(
                    DType.FLOAT32, capture.buffer().device(), operands.queries().size(0), operands.queryLength(), 1);
        }

        @Override
        void add(long start, long length, Tensor logsumexp) {
            Tensor place = torch.narrow(denominators, 1, start, length);
            torch.copy_(place, torch.transpose(torch.transpose(logsumexp, 0, 1), 1, 2));
        }

        @Override
        void finish() {
            Tensor queries = selected(operands.queries());
            long[] rows = Arrays.stream(capture.positions()).asLongStream().toArray();
            Tensor index = torch.tensor(rows, rows.length);
            Tensor chosen = torch.indexSelect(denominators, 1, index);
            Tensor wholeBias = operands.bias(0, operands.queryLength());
            Tensor bias =
                    wholeBias == null || wholeBias.size(1) == 1 ? wholeBias : torch.indexSelect(wholeBias, 1, index);
            Tensor keys = operands.keys();
            for (long at = 0; at < operands.keyLength(); at += tiles.lookedAt()) {
                long count = Math.min(tiles.lookedAt(), operands.keyLength() - at);
                boolean padded = operands.logCount() > 0 && at + count == operands.keyLength();
                try (TensorScope scope = torch.scope()) {
                    Tensor piece = torch.to(torch.narrow(keys, 1, at, count), DType.FLOAT32);
                    for (long first = 0; first < rows.length; first += tiles.positions()) {
                        long positions = Math.min(tiles.positions(), rows.length - first);
                        accumulate(
                                first,
                                torch.narrow(queries, 1, first, positions),
                                at,
                                piece,
                                bias == null ? null : biasOf(bias, first, positions, at, count),
                                padded ? new Padded(2, count - 1) : null,
                                torch.narrow(chosen, 1, first, positions));
                    }
                }
            }
        }

        private Tensor biasOf(Tensor bias, long first, long positions, long start, long length) {
            Tensor rows = bias.size(1) == 1 ? bias : torch.narrow(bias, 1, first, positions);
            return torch.narrow(rows, 2, start, length);
        }
    }
}
