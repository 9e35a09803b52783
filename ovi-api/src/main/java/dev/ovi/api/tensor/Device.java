package dev.ovi.api.tensor;

/**
 * Where a tensor's memory lies.
 *
 * @param type the kind of device
 * @param index which of several devices of that kind, from 0; always 0 for {@link Type#CPU}
 */
public record Device(Type type, int index) {

    /** The host. */
    public static final Device CPU = new Device(Type.CPU, 0);

    /** The kinds of device. */
    public enum Type {
        /** Host memory, which Java may read. */
        CPU,
        /** Memory of an NVIDIA GPU; its addresses mean nothing to the host. */
        CUDA
    }

    /** @throws IllegalArgumentException if the index is negative, or not 0 for the CPU */
    public Device {
        if (index < 0 || (type == Type.CPU && index != 0)) {
            throw new IllegalArgumentException("device index " + index + " is not possible for " + type);
        }
    }

    /** The CUDA device with an index, from 0. */
    public static Device cuda(int index) {
        return new Device(Type.CUDA, index);
    }

    /** Whether Java can read memory on this device. */
    public boolean isHost() {
        return type == Type.CPU;
    }

    /** The device as PyTorch writes it: {@code cpu}, {@code cuda:0}. */
    @Override
    public String toString() {
        return type == Type.CPU ? "cpu" : "cuda:" + index;
    }
}
