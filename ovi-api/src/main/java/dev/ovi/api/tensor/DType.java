package dev.ovi.api.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The element type of a tensor, named as the safetensors format names it. */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL("BOOL", 1),
    /** Unsigned 8-bit integer. */
    UINT8("U8", 1),
    /** Signed 8-bit integer. */
    INT8("I8", 1),
    /** 8-bit float, 4 exponent and 3 mantissa bits, no infinities. */
    FLOAT8_E4M3("F8_E4M3", 1),
    /** 8-bit float, 5 exponent and 2 mantissa bits. */
    FLOAT8_E5M2("F8_E5M2", 1),
    /** Signed 16-bit integer. */
    INT16("I16", 2),
    /** Unsigned 16-bit integer. */
    UINT16("U16", 2),
    /** IEEE 754 half precision. */
    FLOAT16("F16", 2),
    /** The upper half of an IEEE 754 single. */
    BFLOAT16("BF16", 2),
    /** Signed 32-bit integer. */
    INT32("I32", 4),
    /** Unsigned 32-bit integer. */
    UINT32("U32", 4),
    /** IEEE 754 single precision. */
    FLOAT32("F32", 4),
    /** IEEE 754 double precision. */
    FLOAT64("F64", 8),
    /** Signed 64-bit integer. */
    INT64("I64", 8),
    /** Unsigned 64-bit integer. */
    UINT64("U64", 8);

    private final String safetensorsName;
    private final int byteSize;

    DType(String safetensorsName, int byteSize) {
        this.safetensorsName = safetensorsName;
        this.byteSize = byteSize;
    }

    /** The name in a safetensors header, for instance {@code BF16}. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** The size of one element in bytes. */
    public int byteSize() {
        return byteSize;
    }

    /** Whether this is one of the floating-point types. */
    public boolean isFloatingPoint() {
        return switch (this) {
            case FLOAT8_E4M3, FLOAT8_E5M2, FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
            case BOOL, UINT8, INT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> false;
        };
    }

    /**
     * The type that a safetensors header calls {@code name}.
     *
     * @throws IllegalArgumentException for a name that the format does not define
     */
    public static DType ofSafetensorsName(String name) {
        for (DType dtype : values()) {
            if (dtype.safetensorsName.equals(name)) {
                return dtype;
            }
        }
        throw new IllegalArgumentException("dtype \"" + name + "\" is not one of "
                + Arrays.stream(values()).map(DType::safetensorsName).collect(Collectors.joining(", ")));
    }
}
