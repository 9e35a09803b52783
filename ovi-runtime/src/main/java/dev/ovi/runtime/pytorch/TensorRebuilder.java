package dev.ovi.runtime.pytorch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.pytorch.PickleValue.Int;
import dev.ovi.runtime.pytorch.PickleValue.Known;
import dev.ovi.runtime.pytorch.PickleValue.Storage;
import dev.ovi.runtime.pytorch.PickleValue.TensorValue;
import dev.ovi.runtime.pytorch.PickleValue.Text;
import dev.ovi.runtime.pytorch.PickleValue.Tuple;
import dev.ovi.runtime.tensorfile.CheckedSizes;
import dev.ovi.runtime.tensorfile.Describe;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint's pickle may call: turning stored bytes into tensors, as {@code torch._utils} does. A tensor is a view
 * of the file, and may not reach beyond its storage.
 */
final class TensorRebuilder {
    private final PickleInput input;
    private final Function<String, Optional<MemorySegment>> storedBytes;

    /**
     * @param input the pickle, for messages
     * @param storedBytes the bytes of a storage by its key, if the file has them
     */
    TensorRebuilder(PickleInput input, Function<String, Optional<MemorySegment>> storedBytes) {
        this.input = input;
        this.storedBytes = storedBytes;
    }

    /** The storage that {@code ("storage", type, key, location, size)} refers to. */
    Storage storage(PickleValue reference) {
        if (!(reference instanceof Tuple(List<PickleValue> items)
                && items.size() == 5
                && items.get(0) instanceof Text(String tag)
                && tag.equals("storage")
                && items.get(1) instanceof Known(PickleGlobal type)
                && type.isStorage()
                && items.get(2) instanceof Text(String key)
                && items.get(4) instanceof Int(long size))) {
            throw input.refused("it refers to something outside that is not a storage");
        }
        MemorySegment bytes = storedBytes
                .apply(key)
                .orElseThrow(() -> input.damaged("storage " + Describe.name(key) + " is missing"));
        long elementBytes = type.dtype().map(DType::byteSize).orElse(1);
        if (size < 0 || bytes.byteSize() % elementBytes != 0 || size != bytes.byteSize() / elementBytes) {
            throw input.damaged("storage " + Describe.name(key) + " should have " + size + " elements of "
                    + elementBytes + " bytes, but has " + bytes.byteSize() + " bytes");
        }
        return new Storage(bytes, type.dtype().orElse(null));
    }

    /** Calls one of the known functions. */
    PickleValue call(PickleGlobal function, List<PickleValue> arguments) {
        return switch (function) {
            case REBUILD_TENSOR -> tensor(arguments, null);
            case REBUILD_TYPED_TENSOR -> {
                if (arguments.size() > 6
                        && arguments.get(6) instanceof Known(PickleGlobal type)
                        && !type.isStorage()
                        && type.dtype().isPresent()) {
                    yield tensor(arguments, type.dtype().get());
                }
                throw input.damaged("a tensor has no dtype");
            }
            case REBUILD_PARAMETER -> {
                if (!arguments.isEmpty() && arguments.getFirst() instanceof TensorValue tensor) {
                    yield tensor;
                }
                throw input.damaged("a parameter is not a tensor");
            }
            default -> throw input.refused("it calls " + function.pythonName());
        };
    }

    /** From {@code (storage, offset, size, stride, …)}; the rest says how to train it. */
    private TensorValue tensor(List<PickleValue> arguments, @Nullable DType given) {
        if (!(arguments.size() >= 4
                && arguments.get(0) instanceof Storage(MemorySegment bytes, DType stored)
                && arguments.get(1) instanceof Int(long offset)
                && arguments.get(2) instanceof Tuple(List<PickleValue> sizes)
                && arguments.get(3) instanceof Tuple(List<PickleValue> steps))) {
            throw input.damaged("a tensor is not made from a storage, an offset, sizes and strides");
        }
        DType dtype = given != null ? given : stored;
        if (dtype == null || (given != null && stored != null)) {
            throw input.damaged("a tensor's storage has " + (stored == null ? "no dtype" : "a dtype of its own"));
        }
        long[] shape = numbers(sizes);
        long[] strides = numbers(steps);
        String layout = Arrays.toString(shape) + " " + Describe.dtype(dtype) + " with strides "
                + Arrays.toString(strides) + " from element " + offset;
        try {
            MemorySegment data = bytes.asSlice(Math.multiplyExact(offset, (long) dtype.byteSize()));
            return new TensorValue(TensorView.of(data, dtype, Device.CPU, shape, strides));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw input.damaged(
                    "a tensor of " + layout + " does not fit its storage of " + bytes.byteSize() + " bytes");
        }
    }

    private long[] numbers(List<PickleValue> values) {
        if (values.size() > CheckedSizes.MAX_RANK) {
            throw input.damaged("a tensor has " + values.size() + " dimensions");
        }
        return values.stream()
                .mapToLong(value -> {
                    if (value instanceof Int(long number)) {
                        return number;
                    }
                    throw input.damaged("a tensor's size is " + value.kind());
                })
                .toArray();
    }
}
