package dev.ovi.api.contract;

import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.tensor.Device;
import java.util.List;
import java.util.Optional;

/**
 * What backends under test compute on and with.
 *
 * @param device where tensors lie
 * @param threads how many a call may use
 * @param libraries bindings of native libraries
 */
public record SampleContext(Device device, int threads, List<Object> libraries) implements BackendContext {

    /** With a copy of the libraries. */
    public SampleContext {
        libraries = List.copyOf(libraries);
    }

    /** All of this computer's CPU, and some native libraries. */
    public static SampleContext cpu(Object... libraries) {
        return on(Device.CPU, libraries);
    }

    /** A device beside all of this computer's CPU, and some native libraries. */
    public static SampleContext on(Device device, Object... libraries) {
        return new SampleContext(device, Runtime.getRuntime().availableProcessors(), List.of(libraries));
    }

    @Override
    public <T> Optional<T> library(Class<T> type) {
        return libraries.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
