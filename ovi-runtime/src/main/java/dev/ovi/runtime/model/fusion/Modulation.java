package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What a timestep does to a norm's result: {@code norm(x)·(1 + scale) + shift}.
 *
 * @param rows the rows of the sequence that have this timestep
 * @param shift {@code [dim]}
 * @param scalePlusOne {@code [dim]}
 */
public record Modulation(Rows rows, Tensor shift, Tensor scalePlusOne) {

    /**
     * One modulation for each timestep.
     *
     * @param vectors {@code [S, n, dim]}, a row of n vectors for each timestep
     * @param rows the rows of each timestep
     * @param first which of the n vectors is the shift; the scale is the one after it
     */
    static List<Modulation> each(Ops ops, Tensor vectors, List<Rows> rows, int first) {
        List<Modulation> modulations = new ArrayList<>(rows.size());
        for (int s = 0; s < rows.size(); s++) {
            Tensor ofTimestep = ops.select(vectors, 0, s); // [n, dim]
            modulations.add(new Modulation(
                    rows.get(s), ops.select(ofTimestep, 0, first), ops.add(ops.select(ofTimestep, 0, first + 1), 1)));
        }
        return modulations;
    }
}
