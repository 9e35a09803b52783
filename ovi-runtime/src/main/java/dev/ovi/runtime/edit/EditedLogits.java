package dev.ovi.runtime.edit;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.record.PromptText;
import dev.ovi.runtime.base.UsageException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * What edits add to the logits of the prompt's tokens, for the queries of one kind of attention.
 *
 * @param prompt the prompt
 * @param queries Lq
 */
record EditedLogits(PromptText prompt, int queries) {

    /** Lk: the tokens, and one for all padding. */
    int keys() {
        return prompt.tokens().size() + Math.min(prompt.paddingCount(), 1);
    }

    /**
     * The sum over edits, {@code [queries, keys]}, or {@code [1, keys]} if none of them is limited to some queries.
     *
     * @throws UsageException if no key would be left for a query
     */
    float[] of(AttentionKind kind, List<ResolvedEdit> edits) {
        boolean shared = edits.stream().allMatch(edit -> queries(edit, kind).isAll());
        int rows = shared ? 1 : queries;
        float[] sum = new float[Math.multiplyExact(rows, keys())];
        for (ResolvedEdit edit : edits) {
            BitSet chosen = queries(edit, kind).chosen();
            for (int row = chosen.nextSetBit(0); row >= 0 && row < rows; row = chosen.nextSetBit(row + 1)) {
                for (int token : edit.tokens()) {
                    sum[row * keys() + token] += (float) edit.bias();
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            requireSomeKey(Arrays.copyOfRange(sum, row * keys(), (row + 1) * keys()));
        }
        return sum;
    }

    private static QuerySet queries(ResolvedEdit edit, AttentionKind kind) {
        return Objects.requireNonNull(edit.queries().get(kind), kind.id());
    }

    /** A softmax over nothing has no value. */
    private void requireSomeKey(float[] row) {
        for (float bias : row) {
            if (bias > Float.NEGATIVE_INFINITY) {
                return;
            }
        }
        throw new UsageException("attention.edits remove every token of \"" + prompt.text()
                + "\", so that there is nothing left to attend to; leave at least one, for instance </s>");
    }
}
