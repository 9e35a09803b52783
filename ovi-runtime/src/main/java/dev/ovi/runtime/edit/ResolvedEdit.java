package dev.ovi.runtime.edit;

import dev.ovi.api.attention.AttentionKind;
import java.util.Map;
import java.util.Set;

/**
 * An edit in the numbers of one run.
 *
 * @param description what it does, for the user
 * @param tokens the keys that it changes; the padding's position stands for all padding
 * @param bias what it adds to their logits; −∞ removes them, 0 is no edit
 * @param steps at which steps
 * @param layers in which layers
 * @param queries for which queries, by kind of attention; empty where it changes nothing
 */
record ResolvedEdit(
        String description,
        Set<Integer> tokens,
        double bias,
        Set<Integer> steps,
        Set<Integer> layers,
        Map<AttentionKind, QuerySet> queries) {

    boolean changes(AttentionKind kind, int step, int layer) {
        return queries.containsKey(kind) && steps.contains(step) && layers.contains(layer);
    }
}
