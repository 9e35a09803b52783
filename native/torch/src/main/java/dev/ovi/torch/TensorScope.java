package dev.ovi.torch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Closes the tensors that were made inside it, except those handed on. Scopes nest; a result belongs to the innermost
 * open one.
 *
 * <pre>{@code
 * try (TensorScope scope = ops.scope()) {
 *     Tensor hidden = ops.silu(ops.linear(x, gate, null));
 *     return scope.keep(ops.linear(hidden, down, null));
 * }
 * }</pre>
 */
public final class TensorScope implements AutoCloseable {
    private final Ops ops;
    private final @Nullable TensorScope parent;
    private @Nullable Tensor[] tensors = new Tensor[16];
    private int count;
    private boolean closed;

    TensorScope(Ops ops, @Nullable TensorScope parent) {
        this.ops = ops;
        this.parent = parent;
    }

    @Nullable
    TensorScope parent() {
        return parent;
    }

    /**
     * Lets a tensor outlive this scope: it moves to the scope around this one, or, where there is none, to the caller. A
     * tensor that this scope does not own is returned as it is.
     *
     * @return the tensor
     */
    public Tensor keep(Tensor tensor) {
        if (tensor.scope == this) {
            forget(tensor);
            if (parent != null) {
                parent.own(tensor);
            }
        }
        return tensor;
    }

    /** Lets this scope close a tensor that it did not make; taken from the scope that owned it, if one did. */
    public Tensor own(Tensor tensor) {
        if (closed) {
            throw new IllegalStateException("the scope is closed");
        }
        if (tensor.scope != null) {
            tensor.scope.forget(tensor);
        }
        if (count == tensors.length) {
            tensors = Arrays.copyOf(tensors, count * 2);
        }
        tensor.scope = this;
        tensor.slot = count;
        tensors[count++] = tensor;
        return tensor;
    }

    void forget(Tensor tensor) {
        tensors[tensor.slot] = null;
        tensor.scope = null;
        while (count > 0 && tensors[count - 1] == null) {
            count--;
        }
    }

    /**
     * Closes the tensors that are still here. A second call does nothing.
     *
     * @throws IllegalStateException if a scope inside this one is still open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        ops.leave(this);
        closed = true;
        for (int i = count - 1; i >= 0; i--) {
            Tensor tensor = tensors[i];
            if (tensor != null) {
                tensor.scope = null;
                tensor.release();
            }
        }
        count = 0;
    }
}
