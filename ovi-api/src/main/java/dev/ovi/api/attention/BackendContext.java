package dev.ovi.api.attention;

import dev.ovi.api.tensor.Device;
import java.util.Optional;

/**
 * What a backend computes on and with, handed down by the host: a backend looks for nothing in the process by itself. May be
 * asked from any thread. The host implements it; more may be added.
 */
public interface BackendContext {

    /** Where the tensors of all calls lie. */
    Device device();

    /** How many threads of the CPU one call may use at most, at least 1. */
    int threads();

    /**
     * A native library that the host has loaded.
     *
     * @param type the library's binding, for instance {@code dev.ovi.torch.LibTorch}
     * @return nothing where the host has no such library
     */
    <T> Optional<T> library(Class<T> type);
}
