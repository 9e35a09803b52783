package dev.ovi.runtime.checkpoint;

import dev.ovi.torch.Tensor;

/**
 * The tensors of one module of a checkpoint. A model claims what it needs, by name and shape, while it is built; what is
 * missing or different is collected and reported together by {@link WeightLoader#verifyAllClaimed}.
 *
 * <pre>{@code
 * Weights block = weights.at("blocks").at(0);
 * Tensor query = block.claim("self_attn.q.weight", dim, dim);
 * }</pre>
 */
public final class Weights {
    private final WeightLoader loader;
    private final String prefix;

    Weights(WeightLoader loader, String prefix) {
        this.loader = loader;
        this.prefix = prefix;
    }

    /** The tensors of a module inside this one. */
    public Weights at(String module) {
        return new Weights(loader, prefix + module + ".");
    }

    /** The tensors of one of the numbered modules inside this one. */
    public Weights at(int index) {
        return at(Integer.toString(index));
    }

    /** Whether the checkpoint has a tensor of this name, which is what tells some variants of a model apart. */
    public boolean has(String name) {
        return loader.has(prefix + name);
    }

    /**
     * Takes a tensor of floating-point numbers, which must have this shape.
     *
     * @return the tensor in the loader's type and on its device; it belongs to the loader. Where the checkpoint has no such
     *     tensor it is one of that shape that holds nothing of use, so that a model can be built to the end before {@link
     *     WeightLoader#verifyAllClaimed} fails
     * @throws IllegalStateException if the tensor was claimed before
     */
    public Tensor claim(String name, long... shape) {
        return loader.claim(prefix + name, shape);
    }

    /** Lets the checkpoint have tensors that the model does not need: all whose names begin like this. */
    public void ignore(String beginning) {
        loader.ignore(prefix + beginning);
    }
}
