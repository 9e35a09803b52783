package dev.ovi.runtime.model;

import dev.ovi.torch.Tensor;

/**
 * Sees named intermediate results as a model computes them, so that they can be compared with a reference. Names are
 * those of the golden files, for instance {@code forward.block3.video}.
 */
@FunctionalInterface
public interface Taps {

    /** Sees nothing. */
    Taps NONE = (name, value) -> {};

    /**
     * Receives a result.
     *
     * @param name what it is
     * @param value the result, valid while this call runs; must not be changed
     */
    void tap(String name, Tensor value);
}
