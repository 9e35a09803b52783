package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/** The probabilities that every query gives to captured keys. */
final class ColumnMaps extends ProbabilityMaps {
    private static final int NOT_CAPTURED = -1;

    private final Tensor queries;
    private final Tensor keys;
    private final int padding;

    ColumnMaps(Ops torch, Operands operands, AttentionShape shape, Capture capture) {
        super(torch, operands, shape, capture);
        this.queries = operands.queries();
        this.keys = scaled(operands.keys());
        this.padding = operands.logCount() > 0 ? placeOf(shape.keyLength() - 1) : NOT_CAPTURED;
    }

    private int placeOf(long key) {
        for (int i = 0; i < capture.positions().length; i++) {
            if (capture.positions()[i] == key) {
                return i;
            }
        }
        return NOT_CAPTURED;
    }

    @Override
    void add(long start, long length, Tensor logsumexp) {
        Tensor denominators = torch.contiguous(torch.transpose(logsumexp, 0, 1));
        var tile = Tiles.probabilities(shape, keys.size(1), length);
        for (long at = 0; at < length; at += tile.length()) {
            long count = Math.min(tile.length(), length - at);
            try (TensorScope scope = torch.scope()) {
                add(start + at, count, part(denominators, 2, at, count), tile.positions());
            }
        }
    }

    /** @param logsumexp {@code [heads, 1, length]} */
    private void add(long start, long length, Tensor logsumexp, long positionsAtOnce) {
        Tensor mapped = wide(part(queries, 1, start, length));
        Tensor bias = operands.bias(start, length);
        for (long first = 0; first < keys.size(1); first += positionsAtOnce) {
            long positions = Math.min(positionsAtOnce, keys.size(1) - first);
            try (TensorScope scope = torch.scope()) {
                Tensor logits = logits(part(keys, 1, first, positions), mapped, columns(bias, first, positions));
                if (padding >= first && padding < first + positions) {
                    raisePadding(logits, 1, padding - first);
                }
                accumulate(logits, logsumexp, first, start);
            }
        }
    }

    private @Nullable Tensor columns(@Nullable Tensor bias, long first, long count) {
        return bias == null ? null : torch.transpose(torch.indexSelect(bias, 2, indices(first, count)), 1, 2);
    }

    @Override
    void finish() {}
}
