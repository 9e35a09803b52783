package dev.ovi.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what it receives, by "kind step layer head". */
class KeepingSink implements AttentionSink {
    final Map<String, float[]> maps = new LinkedHashMap<>();
    private final CapturePlan plan;
    int closed;

    KeepingSink(CaptureRequest... requests) {
        this.plan = new CapturePlan(List.of(requests));
    }

    /** Wants text→video of the conditional branch. */
    KeepingSink(Granularity granularity, List<Integer> positions, Set<Integer> layers) {
        this(new CaptureRequest(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, granularity, positions, layers));
    }

    double value(String key, int index) {
        float @Nullable [] map = maps.get(key);
        assertThat(map).as(key).isNotNull();
        return map == null ? Double.NaN : map[index];
    }

    @Override
    public String id() {
        return "keeping";
    }

    @Override
    public String description() {
        return "Keeps what it receives.";
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        return plan;
    }

    @Override
    public long memoryBytes(RunInfo run) {
        return 0;
    }

    @Override
    public void open(RunInfo run, SinkOutput output) {}

    @Override
    public void accept(MapKey key, AttentionMap map) {
        maps.put(
                key.kind().id() + " " + key.step() + " " + entry(key.layer()) + " " + entry(key.head()),
                map.values().toArray(ValueLayout.JAVA_FLOAT));
    }

    private static String entry(OptionalInt index) {
        return index.isPresent() ? String.valueOf(index.getAsInt()) : "-";
    }

    @Override
    public SinkResult finish(int completedSteps) {
        return SinkResult.of(List.of());
    }

    @Override
    public void close() {
        closed++;
    }
}
