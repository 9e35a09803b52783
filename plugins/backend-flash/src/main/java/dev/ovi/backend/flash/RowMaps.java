package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/** The probabilities that captured queries give to every key; made at the end, from the denominators of all queries. */
final class RowMaps extends ProbabilityMaps {
    private final Tensor denominators;

    RowMaps(Ops torch, Operands operands, AttentionShape shape, Capture capture) {
        super(torch, operands, shape, capture);
        this.denominators =
                torch.empty(DType.FLOAT32, capture.buffer().device(), 1, shape.heads(), shape.queryLength());
    }

    @Override
    void add(long start, long length, Tensor logsumexp) {
        torch.copy_(part(denominators, 2, start, length), logsumexp);
    }

    @Override
    void finish() {
        int captured = capture.positions().length;
        Tensor index = indices(0, captured);
        Tensor queries = scaled(operands.queries());
        Tensor keys = operands.keys();
        Tensor logsumexp = torch.view(torch.indexSelect(denominators, 2, index), shape.heads(), captured, 1);
        Tensor bias = rows(operands.bias(0, shape.queryLength()), index);
        var tile = Tiles.probabilities(shape, captured, shape.keyLength());
        for (long at = 0; at < shape.keyLength(); at += tile.length()) {
            long count = Math.min(tile.length(), shape.keyLength() - at);
            boolean padded = operands.logCount() > 0 && at + count == shape.keyLength();
            try (TensorScope scope = torch.scope()) {
                Tensor mapped = wide(part(keys, 1, at, count));
                for (long first = 0; first < captured; first += tile.positions()) {
                    long positions = Math.min(tile.positions(), captured - first);
                    Tensor logits = logits(
                            part(queries, 1, first, positions), mapped, piece(bias, first, positions, at, count));
                    if (padded) {
                        raisePadding(logits, 2, count - 1);
                    }
                    accumulate(logits, part(logsumexp, 1, first, positions), first, at);
                    logits.close();
                }
            }
        }
    }

    private @Nullable Tensor rows(@Nullable Tensor bias, Tensor index) {
        return bias == null || bias.size(1) == 1 ? bias : torch.indexSelect(bias, 1, index);
    }

    private @Nullable Tensor piece(@Nullable Tensor bias, long first, long positions, long start, long length) {
        if (bias == null) {
            return null;
        }
        Tensor rows = bias.size(1) == 1 ? bias : part(bias, 1, first, positions);
        return part(rows, 2, start, length);
    }
}
