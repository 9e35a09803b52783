package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a sublayer's result a timestep lets through: {@code x + y·gate}.
 *
 * @param rows the rows of the sequence that have this timestep
 * @param gate {@code [dim]}
 */
public record Gate(Rows rows, Tensor gate) {

    /**
     * One gate for each timestep.
     *
     * @param vectors {@code [S, n, dim]}, a row of n vectors for each timestep
     * @param rows the rows of each timestep
     * @param index which of the n vectors is the gate
     */
    static List<Gate> each(Ops ops, Tensor vectors, List<Rows> rows, int index) {
        List<Gate> gates = new ArrayList<>(rows.size());
        for (int s = 0; s < rows.size(); s++) {
            gates.add(new Gate(rows.get(s), ops.select(ops.select(vectors, 0, s), 0, index)));
        }
        return gates;
    }
}
