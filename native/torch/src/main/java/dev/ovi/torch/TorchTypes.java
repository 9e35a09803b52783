package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.generated.LibTorchAbi;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** libtorch's numbers for element types and devices, read from it once: they are not part of its ABI. */
final class TorchTypes {
    private final Map<DType, Integer> codeOfDType = new EnumMap<>(DType.class);
    private final @Nullable DType[] dtypeOfCode = new DType[128];
    private final int cpu = LibTorchAbi.aoti_torch_device_type_cpu();
    private final int cuda = LibTorchAbi.aoti_torch_device_type_cuda();
    private final int strided = LibTorchAbi.aoti_torch_layout_strided();
    private final int contiguousFormat = LibTorchAbi.aoti_torch_memory_format_contiguous_format();

    TorchTypes() {
        for (DType dtype : DType.values()) {
            int code = read(dtype);
            codeOfDType.put(dtype, code);
            dtypeOfCode[code] = dtype;
        }
    }

    private static int read(DType dtype) {
        return switch (dtype) {
            case BOOL -> LibTorchAbi.aoti_torch_dtype_bool();
            case UINT8 -> LibTorchAbi.aoti_torch_dtype_uint8();
            case INT8 -> LibTorchAbi.aoti_torch_dtype_int8();
            case FLOAT8_E4M3 -> LibTorchAbi.aoti_torch_dtype_float8_e4m3fn();
            case FLOAT8_E5M2 -> LibTorchAbi.aoti_torch_dtype_float8_e5m2();
            case INT16 -> LibTorchAbi.aoti_torch_dtype_int16();
            case UINT16 -> LibTorchAbi.aoti_torch_dtype_uint16();
            case FLOAT16 -> LibTorchAbi.aoti_torch_dtype_float16();
            case BFLOAT16 -> LibTorchAbi.aoti_torch_dtype_bfloat16();
            case INT32 -> LibTorchAbi.aoti_torch_dtype_int32();
            case UINT32 -> LibTorchAbi.aoti_torch_dtype_uint32();
            case FLOAT32 -> LibTorchAbi.aoti_torch_dtype_float32();
            case FLOAT64 -> LibTorchAbi.aoti_torch_dtype_float64();
            case INT64 -> LibTorchAbi.aoti_torch_dtype_int64();
            case UINT64 -> LibTorchAbi.aoti_torch_dtype_uint64();
        };
    }

    int code(DType dtype) {
        return Objects.requireNonNull(codeOfDType.get(dtype));
    }

    /** @throws IllegalStateException for a type that {@link DType} does not have, such as the complex ones */
    DType dtype(int code) {
        DType dtype = code >= 0 && code < dtypeOfCode.length ? dtypeOfCode[code] : null;
        if (dtype == null) {
            throw new IllegalStateException("libtorch's element type " + code + " has no name here; known are "
                    + Arrays.toString(DType.values()));
        }
        return dtype;
    }

    int deviceType(Device device) {
        return switch (device.type()) {
            case CPU -> cpu;
            case CUDA -> cuda;
        };
    }

    /** libtorch says −1 for the index of the CPU, which has none. */
    int deviceIndex(Device device) {
        return device.isHost() ? -1 : device.index();
    }

    Device device(int type, int index) {
        if (type == cpu) {
            return Device.CPU;
        }
        if (type == cuda) {
            return Device.cuda(Math.max(index, 0));
        }
        throw new IllegalStateException("libtorch's device type " + type + " is neither the CPU nor CUDA");
    }

    int strided() {
        return strided;
    }

    int contiguousFormat() {
        return contiguousFormat;
    }
}
