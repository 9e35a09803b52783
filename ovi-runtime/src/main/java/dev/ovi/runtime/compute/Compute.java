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
 */
public record Compute(Ops ops, Device device, DType dtype) implements BackendContext {

    /**
     * Loads libtorch as a configuration says, for the calling thread.
     *
     * @throws OviException if it cannot be loaded; the message says what was tried
     */
    public static Compute open(RuntimeSettings settings) {
        LibTorch.Options options =
                LibTorch.Options.defaults().withDirectory(settings.libtorch().orElse(null));
        try {
            LibTorch torch = LibTorch.load(
                    settings.threads().isPresent()
                            ? options.withThreads(settings.threads().getAsInt())
                            : options);
            return new Compute(torch.ops(), settings.device().orElse(Device.CPU), settings.dtype());
        } catch (LibTorchException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The libtorch behind it. */
    public LibTorch torch() {
        return ops.torch();
    }

    /** The threads of the CPU that one operator may use. */
    @Override
    public int threads() {
        return torch().threads();
    }

    @Override
    public <T> Optional<T> library(Class<T> type) {
        return type.isInstance(torch()) ? Optional.of(type.cast(torch())) : Optional.empty();
    }

    /** The same for the calling thread, with operators of its own. */
    public Compute onThisThread() {
        return new Compute(torch().ops(), device, dtype);
    }

    /** The same in another type. */
    public Compute in(DType other) {
        return new Compute(ops, device, other);
    }
}
