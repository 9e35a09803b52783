package dev.ovi.runtime.compute;

import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.config.RuntimeSettings;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.LibTorchException;
import dev.ovi.torch.Ops;
import java.util.Optional;

/**
 * What a computation needs; backends of attention are handed it too. Belongs to the thread of its operators; {@link
 * #onThisThread} makes another thread's.
 *
 * @param ops the operators
 * @param device where weights lie, and everything is computed
 * @param dtype float32 or bfloat16: how the model computes
 * @param threads threads of the CPU that one operator may use
 */
public record Compute(Ops ops, Device device, DType dtype, int threads) implements BackendContext {

    /**
     * Loads libtorch as a configuration says, for the calling thread.
     *
     * @throws OviException if it cannot be loaded; the message says what was tried
     */
    public static Compute open(RuntimeSettings settings) {
        try {
            LibTorch torch = LibTorch.load(settings.libtorch().orElse(null));
            int threads = settings.threads().orElse(torch.physicalCores());
            return new Compute(torch.ops(), settings.device().orElse(Device.CPU), settings.dtype(), threads).entered();
        } catch (LibTorchException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The libtorch behind it. */
    public LibTorch torch() {
        return ops.torch();
    }

    @Override
    public <T> Optional<T> library(Class<T> type) {
        return type.isInstance(torch()) ? Optional.of(type.cast(torch())) : Optional.empty();
    }

    /** The same for the calling thread, with operators of its own. */
    public Compute onThisThread() {
        return new Compute(torch().ops(), device, dtype, threads).entered();
    }

    private Compute entered() {
        ops.useThreads(threads);
        return this;
    }

    /** The same in another type. */
    public Compute in(DType other) {
        return new Compute(ops, device, other, threads);
    }
}
