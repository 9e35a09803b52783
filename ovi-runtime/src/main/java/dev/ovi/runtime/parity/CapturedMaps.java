package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.api.record.PromptText;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keeps text attention of the conditional branch over all keys, as upstream's softmax has them: where padding is one position
 * here, its share is divided among the padding keys again.
 */
final class CapturedMaps implements AttentionSink {
    private final PromptText prompt;
    private final Granularity granularity;
    private final Map<AttentionKind, List<float[]>> maps = new EnumMap<>(AttentionKind.class);

    /** @param granularity a map for each step, or for each layer */
    CapturedMaps(PromptText prompt, Granularity granularity) {
        this.prompt = prompt;
        this.granularity = granularity;
    }

    @Override
    public String id() {
        return "parity";
    }

    @Override
    public String description() {
        return "keeps text attention, to be compared with upstream's";
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        int positions = prompt.tokens().size() + (prompt.paddingCount() > 0 ? 1 : 0);
        List<Integer> all = IntStream.range(0, positions).boxed().toList();
        return new CapturePlan(List.of(AttentionKind.TEXT_TO_VIDEO, AttentionKind.TEXT_TO_AUDIO).stream()
                .map(kind -> new CaptureRequest(kind, Branch.CONDITIONAL, granularity, all, Set.of()))
                .toList());
    }

    @Override
    public long memoryBytes(RunInfo run) {
        return 0; // a small model's, once
    }

    @Override
    public void open(RunInfo run, SinkOutput output) {}

    @Override
    public void accept(MapKey key, AttentionMap map) {
        maps.computeIfAbsent(key.kind(), one -> new ArrayList<>())
                .add(map.values().toArray(ValueLayout.JAVA_FLOAT));
    }

    @Override
    public SinkResult finish(int completedSteps) {
        return SinkResult.of(List.of());
    }

    /** The maps of a kind as they came, {@code [maps, keys, queries]}. */
    Tensor of(AttentionKind kind, Ops ops) {
        List<float[]> received = Objects.requireNonNull(maps.get(kind), kind.id());
        int positions = prompt.tokens().size() + (prompt.paddingCount() > 0 ? 1 : 0);
        int queries = received.getFirst().length / positions;
        int keys = prompt.tokens().size() + prompt.paddingCount();
        float[] values = new float[received.size() * keys * queries];
        for (int map = 0; map < received.size(); map++) {
            spread(received.get(map), queries, values, map * keys * queries);
        }
        return ops.tensor(values, received.size(), keys, queries);
    }

    private void spread(float[] map, int queries, float[] values, int start) {
        int real = prompt.tokens().size() * queries;
        System.arraycopy(map, 0, values, start, real);
        for (int i = 0; i < prompt.paddingCount() * queries; i++) {
            values[start + real + i] = map[real + i % queries] / prompt.paddingCount();
        }
    }
}
