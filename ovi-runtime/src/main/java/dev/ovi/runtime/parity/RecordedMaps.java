package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.model.fusion.AttentionCaller;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Text attention of one forward pass, layer by layer, over all keys as upstream's softmax has them: where padding is one
 * column here, its share is divided among the padding keys again.
 */
final class RecordedMaps implements AttentionCaller {
    private final Ops ops;
    private final AttentionBackends backends;
    private final Map<AttentionKind, List<Tensor>> layers = new EnumMap<>(AttentionKind.class);

    RecordedMaps(Ops ops, AttentionBackends backends) {
        this.ops = ops;
        this.backends = backends;
    }

    @Override
    public void attend(
            AttentionKind kind, int layer, Tensor query, Tensor key, Tensor value, long paddingCount, Tensor out) {
        boolean text = kind.key() == Sequence.TEXT;
        int queries = Math.toIntExact(query.size(1));
        var site = new AttentionSite(kind, Branch.CONDITIONAL, 0, 0, layer, PatchGrid.audio(queries), null);
        AttentionInputs inputs = AttentionInputs.builder(site, query.view(), key.view(), value.view())
                .paddingCount(paddingCount)
                .build();
        var outView = out.view();
        if (!text) {
            backends.of(kind).run(one -> one.attend(inputs, outView, null));
            return;
        }
        int[] all = IntStream.range(0, Math.toIntExact(key.size(1))).toArray();
        Tensor buffer =
                ops.zeros(DType.FLOAT32, query.device(), all.length, queries).unscoped();
        var capture = new Capture(CaptureAxis.KEYS, all, buffer.view(), 1);
        backends.of(kind).run(one -> one.attend(inputs, outView, capture));
        layers.computeIfAbsent(kind, one -> new ArrayList<>()).add(spread(buffer, paddingCount));
    }

    private Tensor spread(Tensor columns, long paddingCount) {
        if (paddingCount < 1) {
            return columns;
        }
        try (columns;
                TensorScope scope = ops.scope()) {
            Tensor share = ops.narrow(columns, 0, columns.size(0) - 1, 1);
            Tensor each = ops.expand(ops.div(share, (double) paddingCount), paddingCount, columns.size(1));
            Tensor real = ops.narrow(columns, 0, 0, columns.size(0) - 1);
            return ops.cat(List.of(real, each), 0).unscoped();
        }
    }

    /** The maps of a kind, {@code [layers, keys, queries]}; forgets them. */
    Tensor take(AttentionKind kind) {
        List<Tensor> maps = Objects.requireNonNull(layers.remove(kind), kind.id());
        Tensor stacked = ops.stack(maps, 0);
        maps.forEach(Tensor::close);
        return stacked;
    }

    /** The mean over layers, {@code [keys, queries]}; forgets them. */
    Tensor takeMean(AttentionKind kind) {
        return ops.mean(take(kind), false, 0);
    }

    /** Forgets everything. */
    void clear() {
        layers.values().forEach(maps -> maps.forEach(Tensor::close));
        layers.clear();
    }
}
