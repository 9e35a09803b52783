package dev.ovi.runtime.generate;

/**
 * What a loaded stage of the model holds.
 *
 * @param stage its name, for instance {@code fusion transformer}
 * @param heldBytes weights in memory of their own, because they were converted or lie on another device
 * @param mappedBytes weights that are used where they lie in the mapped file; the system may take that memory back
 */
public record StageMemory(String stage, long heldBytes, long mappedBytes) {}
