package dev.ovi.api.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Maps of one kind and branch that a sink wants.
 *
 * @param kind which sequence attends to which
 * @param branch which pass of classifier-free guidance
 * @param granularity how finely
 * @param positions which positions, ascending: token indices for text, with the padding position for padding
 * @param layers which layers; empty for all
 */
public record CaptureRequest(
        AttentionKind kind, Branch branch, Granularity granularity, List<Integer> positions, Set<Integer> layers) {

    /** With sorted copies. */
    public CaptureRequest {
        positions = positions.stream().distinct().sorted().toList();
        layers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(layers));
    }

    /** The layers that are meant, ascending: the request's own, or all of the run's model. */
    public List<Integer> layersOf(RunInfo run) {
        return layers.isEmpty() ? IntStream.range(0, run.layers()).boxed().toList() : List.copyOf(layers);
    }

    /** The same maps, kept more or less finely. */
    public CaptureRequest withGranularity(Granularity other) {
        return new CaptureRequest(kind, branch, other, positions, layers);
    }
}
