package dev.ovi.torch;

import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.Device;

/** What is common to backends that compute on the CPU alone, with libtorch or on its threads. */
public abstract class CpuAttentionBackend extends TorchAttentionBackend {

    /** For subclasses. */
    protected CpuAttentionBackend() {}

    /** Whether this computer can run it beside this libtorch, and at what cost. */
    protected abstract Support supportsThisCpu(LibTorch library);

    @Override
    protected final Support supports(LibTorch library, Device device) {
        return device.isHost()
                ? supportsThisCpu(library)
                : new Support.Unsupported("it computes on the CPU, and the tensors lie on " + device);
    }
}
