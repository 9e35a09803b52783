package dev.ovi.runtime.edit;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.config.AttentionEdit;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edits of one run, as the biases that its attention calls get.
 *
 * <p>A factor w on a word's share of attention is {@code log w} on the word's logits, in every head: the word gets
 * {@code w·p / (1 + Σ(w−1)·p)} where it got p, and 0 takes it out of the softmax. Edits that meet in a call add up, so
 * their factors multiply. Only the conditional pass is edited: the words are the prompt's, and the negative pass sees
 * texts of its own. A call that no edit is meant for gets no bias at all, so that its output keeps every bit; nor does
 * an edit with factor 1 give one.
 *
 * <p>All biases are made before the run, one for each combination of edits that meet anywhere in it, and are shared by
 * all heads. A combination takes four bytes for each key, times the number of queries if a region or frames limit it:
 * {@link #bytes()}. Real Ovi at 15,376 patches takes 2.4 MB for a limited one and 40 tokens.
 */
public final class AttentionEdits {
    private final List<ResolvedEdit> edits;
    private final int heads;
    private final Map<EditsOfKind, Bias> biases = new HashMap<>();

    /** Which edits change a call of a kind. */
    private record EditsOfKind(AttentionKind kind, List<ResolvedEdit> edits) {}

    /**
     * What is added to logits.
     *
     * @param values float32 {@code [queries, keys]}, or {@code [1, keys]} where all queries share it
     * @param queries Lq
     */
    private record Bias(Tensor values, int queries) {
        TensorView forAll(int heads) {
            TensorView own = values.view();
            long[] shape = {heads, queries, own.size(1)};
            long[] strides = {0, own.size(0) == 1 ? 0 : own.size(1), 1};
            return TensorView.of(own.data(), own.dtype(), own.device(), shape, strides);
        }
    }

    private AttentionEdits(List<ResolvedEdit> edits, int heads) {
        this.edits = edits;
        this.heads = heads;
    }

    /**
     * Looks edits up in a run. The biases belong to the scope of {@code ops} that is open.
     *
     * @param edits the edits
     * @param run the run that they are to change
     * @param device where attention is computed
     * @throws dev.ovi.runtime.base.UsageException if there is no such word, step, layer, frame or image, a region is too small
     *     for the grid, or all tokens of a prompt without padding would be removed
     * @throws dev.ovi.runtime.base.OviException if an image cannot be read
     */
    public static AttentionEdits of(List<AttentionEdit> edits, RunInfo run, Ops ops, Device device) {
        List<ResolvedEdit> resolved = new ArrayList<>();
        for (int i = 0; i < edits.size(); i++) {
            resolved.add(new EditResolver(run, "attention.edits[" + i + "]").resolve(edits.get(i)));
        }
        AttentionEdits all = new AttentionEdits(List.copyOf(resolved), run.heads());
        all.edits.stream()
                .flatMap(edit -> edit.queries().keySet().stream())
                .distinct()
                .forEach(kind -> all.makeBiases(kind, run, ops, device));
        return all;
    }

    private void makeBiases(AttentionKind kind, RunInfo run, Ops ops, Device device) {
        var logits = new EditedLogits(run.prompt(), run.grid(kind).size());
        for (int step = 0; step < run.timesteps().size(); step++) {
            for (int layer = 0; layer < run.layers(); layer++) {
                EditsOfKind edited = editsAt(kind, step, layer);
                if (!edited.edits().isEmpty() && !biases.containsKey(edited)) {
                    float[] values = logits.of(kind, edited.edits());
                    Tensor bias = ops.to(ops.tensor(values, values.length / logits.keys(), logits.keys()), device);
                    biases.put(edited, new Bias(bias, logits.queries()));
                }
            }
        }
    }

    private EditsOfKind editsAt(AttentionKind kind, int step, int layer) {
        return new EditsOfKind(
                kind,
                edits.stream().filter(edit -> edit.changes(kind, step, layer)).toList());
    }

    /** Whether some call of a kind gets a bias. */
    public boolean change(AttentionKind kind) {
        return biases.keySet().stream().anyMatch(edited -> edited.kind() == kind);
    }

    /** What is added to the logits of a call, float32 {@code [heads, Lq, Lk]}; null where nothing is. */
    public @Nullable TensorView biasAt(AttentionSite site) {
        if (biases.isEmpty() || site.branch() != Branch.CONDITIONAL) {
            return null;
        }
        Bias bias = biases.get(editsAt(site.kind(), site.step(), site.layer()));
        return bias == null ? null : bias.forAll(heads);
    }

    /** What the biases hold in memory. */
    public long bytes() {
        return biases.values().stream()
                .mapToLong(bias -> bias.values().view().elementCount() * Float.BYTES)
                .sum();
    }

    /** A line for each edit, which says what it does to which tokens, and where. */
    public List<String> descriptions() {
        return edits.stream().map(ResolvedEdit::description).toList();
    }
}
