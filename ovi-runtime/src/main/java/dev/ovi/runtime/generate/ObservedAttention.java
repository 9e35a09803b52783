package dev.ovi.runtime.generate;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.edit.AttentionEdits;
import dev.ovi.runtime.model.fusion.AttentionCaller;
import dev.ovi.torch.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds the model's calls of attention to the chosen backends, edits them, and shows the capture what they attend to. */
public final class ObservedAttention {
    private final Map<Branch, AttentionBackends> backends;
    private final AttentionEdits edits;
    private final @Nullable CaptureSession capture;
    private final PatchGrid videoGrid;
    private final PatchGrid audioGrid;

    /**
     * Attention of a run.
     *
     * @param backends those of each branch; branches may be computed side by side
     * @param capture sees the attention; {@code null} where nobody looks
     */
    public ObservedAttention(
            Map<Branch, AttentionBackends> backends,
            AttentionEdits edits,
            @Nullable CaptureSession capture,
            PatchGrid videoGrid,
            PatchGrid audioGrid) {
        this.backends = new EnumMap<>(backends);
        this.edits = edits;
        this.capture = capture;
        this.videoGrid = videoGrid;
        this.audioGrid = audioGrid;
    }

    /** The attention of one forward pass. */
    public AttentionCaller during(int step, double timestep, Branch branch) {
        return (kind, layer, query, key, value, paddingCount, out) -> {
            var site = new AttentionSite(kind, branch, step, timestep, layer, grid(kind.query()), keyGrid(kind));
            attend(site, query, key, value, paddingCount, out);
        };
    }

    /** Whether what both branches have in common may be computed once: not where it is to be seen in both. */
    boolean mayShareBetweenBranches() {
        return capture == null || !capture.seesSharedAttentionTwice();
    }

    /** A step is over, in both branches. */
    public void stepDone(int step) {
        if (capture != null) {
            capture.stepDone(step);
        }
    }

    private void attend(AttentionSite site, Tensor query, Tensor key, Tensor value, long paddingCount, Tensor out) {
        Capture wanted = capture == null ? null : capture.captureAt(site);
        TensorView queryView = query.view();
        AttentionInputs inputs = AttentionInputs.builder(site, queryView, key.view(), value.view())
                .paddingCount(paddingCount)
                .bias(edits.biasAt(site))
                .build();
        TensorView outView = out.view();
        Objects.requireNonNull(backends.get(site.branch()), site.branch().id())
                .of(site.kind())
                .run(backend -> backend.attend(inputs, outView, wanted));
    }

    private @Nullable PatchGrid keyGrid(AttentionKind kind) {
        return kind.key() == Sequence.TEXT ? null : grid(kind.key());
    }

    private PatchGrid grid(Sequence sequence) {
        return sequence == Sequence.VIDEO ? videoGrid : audioGrid;
    }
}
