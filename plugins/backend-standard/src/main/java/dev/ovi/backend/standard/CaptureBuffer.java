package dev.ovi.backend.standard;

import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Arrays;

/** Picks the captured probabilities out of each tile and adds them to the buffer. */
final class CaptureBuffer {
    private final Ops torch;
    private final Capture capture;
    private final int heads;
    private final Tensor buffer;
    private final Tensor positions;

    CaptureBuffer(Ops torch, Capture capture, int heads) {
        this.torch = torch;
        this.capture = capture;
        this.heads = heads;
        this.buffer = torch.fromView(capture.buffer());
        long[] indices = Arrays.stream(capture.positions()).asLongStream().toArray();
        this.positions =
                torch.to(torch.tensor(indices, indices.length), capture.buffer().device());
    }

    /**
     * Adds a tile.
     *
     * @param start the tile's first query
     * @param probabilities {@code [heads, length, Lk]}
     * @param tile has room for the columns
     */
    void add(long start, Tensor probabilities, Tile tile) {
        if (capture.axis() == CaptureAxis.KEYS) {
            addColumns(start, probabilities, tile);
        } else {
            addRows(start, probabilities);
        }
    }

    private void addColumns(long start, Tensor probabilities, Tile tile) {
        long length = probabilities.size(1);
        Tensor columns =
                torch.indexSelectOut(tile.captured(length, capture.positions().length), probabilities, 2, positions);
        add(torch.narrow(buffer, buffer.rank() - 1, start, length), torch.transpose(columns, 1, 2));
    }

    private void addRows(long start, Tensor probabilities) {
        long end = start + probabilities.size(1);
        for (int i = 0; i < capture.positions().length; i++) {
            long query = capture.positions()[i];
            if (query >= start && query < end) {
                try (TensorScope scope = torch.scope()) {
                    Tensor row = torch.narrow(probabilities, 1, query - start, 1);
                    add(torch.narrow(buffer, buffer.rank() - 2, i, 1), row);
                }
            }
        }
    }

    /** @param probabilities {@code [heads, positions, length]} */
    private void add(Tensor place, Tensor probabilities) {
        if (capture.perHead()) {
            torch.addScaled_(place, probabilities, capture.weight());
        } else {
            torch.addScaled_(place, torch.sum(probabilities, false, 0), (double) capture.weight() / heads);
        }
    }
}
