package dev.ovi.runtime.generate;

import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.LibTorch;
import java.util.Optional;

/**
 * What backends of this process compute on and with.
 *
 * @param torch libtorch, whose threads are theirs
 * @param device where tensors lie
 */
public record HostBackendContext(LibTorch torch, Device device) implements BackendContext {

    @Override
    public int threads() {
        return torch.threads();
    }

    @Override
    public <T> Optional<T> library(Class<T> type) {
        return type.isInstance(torch) ? Optional.of(type.cast(torch)) : Optional.empty();
    }
}
