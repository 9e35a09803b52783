package dev.ovi.runtime.config;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the run computes on.
 *
 * @param libtorch an installed libtorch's or PyTorch's folder; absent means the one that is found
 * @param device absent means the best that is there
 * @param dtype {@link DType#FLOAT32} or {@link DType#BFLOAT16}
 * @param threads of the CPU; absent means as many as there are cores
 */
public record RuntimeSettings(Optional<Path> libtorch, Optional<Device> device, DType dtype, OptionalInt threads) {

    static RuntimeSettings of(Values values) {
        return new RuntimeSettings(
                values.find(Schema.RUNTIME_LIBTORCH),
                device(values.get(Schema.RUNTIME_DEVICE)),
                values.get(Schema.RUNTIME_DTYPE),
                values.find(Schema.RUNTIME_THREADS).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst());
    }

    private static Optional<Device> device(String name) {
        if (name.equals("auto")) {
            return Optional.empty();
        }
        if (name.equals("cpu")) {
            return Optional.of(Device.CPU);
        }
        int colon = name.indexOf(':');
        return Optional.of(Device.cuda(colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1))));
    }
}
