package dev.ovi.runtime.pytorch;

import dev.ovi.api.tensor.DType;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Python names that a PyTorch checkpoint may mention: what a tensor is made of, and nothing that could act. */
enum PickleGlobal {
    /** An insertion-ordered dict. */
    ORDERED_DICT("collections OrderedDict"),
    /** Makes a tensor from a typed storage. */
    REBUILD_TENSOR("torch._utils _rebuild_tensor_v2"),
    /** Makes a tensor from an untyped storage and a dtype. */
    REBUILD_TYPED_TENSOR("torch._utils _rebuild_tensor_v3"),
    /** Marks a tensor as a parameter. */
    REBUILD_PARAMETER("torch._utils _rebuild_parameter"),

    /** A storage of no particular type. */
    UNTYPED_STORAGE("torch.storage UntypedStorage"),
    /** A storage of one type, as are the following. */
    BOOL_STORAGE("torch BoolStorage", DType.BOOL),
    BYTE_STORAGE("torch ByteStorage", DType.UINT8),
    CHAR_STORAGE("torch CharStorage", DType.INT8),
    SHORT_STORAGE("torch ShortStorage", DType.INT16),
    INT_STORAGE("torch IntStorage", DType.INT32),
    LONG_STORAGE("torch LongStorage", DType.INT64),
    HALF_STORAGE("torch HalfStorage", DType.FLOAT16),
    BFLOAT16_STORAGE("torch BFloat16Storage", DType.BFLOAT16),
    FLOAT_STORAGE("torch FloatStorage", DType.FLOAT32),
    DOUBLE_STORAGE("torch DoubleStorage", DType.FLOAT64),

    /** A dtype that has no storage type of its own, as are the following. */
    FLOAT8_E4M3("torch float8_e4m3fn", DType.FLOAT8_E4M3),
    FLOAT8_E5M2("torch float8_e5m2", DType.FLOAT8_E5M2),
    UINT16("torch uint16", DType.UINT16),
    UINT32("torch uint32", DType.UINT32),
    UINT64("torch uint64", DType.UINT64);

    private static final Map<String, PickleGlobal> BY_NAME = byName();

    private final String name;
    private final @Nullable DType dtype;

    PickleGlobal(String name) {
        this.name = name;
        this.dtype = null;
    }

    PickleGlobal(String name, DType dtype) {
        this.name = name;
        this.dtype = dtype;
    }

    /** The dtype that this name stands for, if it stands for one. */
    Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }

    /** Whether this is a kind of storage. */
    boolean isStorage() {
        return name.endsWith("Storage");
    }

    /** The name as Python writes it: {@code torch.FloatStorage}. */
    String pythonName() {
        return name.replace(' ', '.');
    }

    static Optional<PickleGlobal> find(String module, String name) {
        return Optional.ofNullable(BY_NAME.get(module + " " + name));
    }

    private static Map<String, PickleGlobal> byName() {
        Map<String, PickleGlobal> byName = new HashMap<>();
        Arrays.stream(values()).forEach(global -> byName.put(global.name, global));
        return Collections.unmodifiableMap(byName);
    }
}
