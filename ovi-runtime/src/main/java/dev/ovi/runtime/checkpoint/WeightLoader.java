package dev.ovi.runtime.checkpoint;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.ProblemList;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the entries of a checkpoint into tensors and owns them. An entry that has the wanted type and device already is used
 * where it lies in the mapped file; any other is converted in one pass. Nothing goes through the Java heap.
 *
 * <p>Every tensor of the checkpoint must be claimed, once, with its shape. Belongs to the thread of its {@link Ops}.
 */
public final class WeightLoader implements AutoCloseable {
    private final Ops ops;
    private final TensorSource source;
    private final @Nullable DType dtype;
    private final Device device;
    private final String suspicion;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Set<String> claimed = new HashSet<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long heldBytes;
    private long mappedBytes;

    /**
     * A loader for one checkpoint.
     *
     * @param dtype the floating-point type that tensors are converted to; {@code null} leaves each as it is stored
     * @param device where tensors go
     * @param suspicion what may be wrong when names or shapes differ, as a question: {@code is video.json from another
     *     model?}
     */
    public WeightLoader(Ops ops, TensorSource source, @Nullable DType dtype, Device device, String suspicion) {
        if (dtype != null && !dtype.isFloatingPoint()) {
            throw new IllegalArgumentException("weights cannot be converted to " + dtype);
        }
        this.ops = ops;
        this.source = source;
        this.dtype = dtype;
        this.device = device;
        this.suspicion = suspicion;
    }

    /** The tensors of the whole checkpoint. */
    public Weights weights() {
        return new Weights(this, "");
    }

    boolean has(String name) {
        return source.find(name).isPresent();
    }

    void ignore(String beginning) {
        ignored.add(beginning);
    }

    Tensor claim(String name, long... shape) {
        if (!claimed.add(name)) {
            throw new IllegalStateException(Describe.tensor(name) + " is claimed twice");
        }
        TensorView stored = source.find(name).orElse(null);
        if (stored == null) {
            problems.add("has no " + Describe.tensor(name) + ", expected " + Arrays.toString(shape));
        } else if (!Arrays.equals(stored.shape(), shape)) {
            problems.add(
                    Describe.tensor(name) + " is " + Describe.layout(stored) + ", expected " + Arrays.toString(shape));
        } else if (!stored.dtype().isFloatingPoint()) {
            problems.add(
                    Describe.tensor(name) + " is " + Describe.layout(stored) + ", expected floating-point numbers");
        } else {
            return own(convert(stored));
        }
        return own(placeholder(shape));
    }

    private Tensor own(Tensor tensor) {
        tensors.add(tensor.unscoped());
        return tensor;
    }

    private Tensor convert(TensorView stored) {
        DType target = dtype == null ? stored.dtype() : dtype;
        try (TensorScope scope = ops.scope()) {
            Tensor blob = isAligned(stored) ? ops.fromView(stored) : aligned(stored);
            Tensor converted = ops.contiguous(ops.to(blob, target, device));
            long bytes = converted.elementCount() * target.byteSize();
            if (converted.data().address() == stored.data().address()) {
                mappedBytes += bytes;
            } else {
                heldBytes += bytes;
            }
            return converted.unscoped();
        }
    }

    /** Bytes of the claimed tensors that are used where they lie in the mapped file. */
    public long mappedBytes() {
        return mappedBytes;
    }

    /** Bytes of the claimed tensors that have memory of their own. */
    public long heldBytes() {
        return heldBytes;
    }

    private static boolean isAligned(TensorView view) {
        return view.data().address() % view.dtype().byteSize() == 0;
    }

    /** The format lets numbers begin at any byte, the processor does not. */
    private Tensor aligned(TensorView stored) {
        Tensor copy = ops.emptyStrided(stored.dtype(), Device.CPU, stored.shape(), stored.strides());
        MemorySegment target = copy.data();
        target.copyFrom(stored.data().asSlice(0, target.byteSize()));
        return copy;
    }

    /** One number, seen as often as the shape wants it: takes no memory, however large the tensor should be. */
    private Tensor placeholder(long... shape) {
        try (TensorScope scope = ops.scope()) {
            return ops.expand(ops.zeros(dtype == null ? DType.FLOAT32 : dtype, device), shape)
                    .unscoped();
        }
    }

    /**
     * Ends the loading: every claim must have been met, and nothing be left.
     *
     * @throws CheckpointException if not; the message lists every tensor that is missing, different or left over
     */
    public void verifyAllClaimed() {
        List<String> all = new ArrayList<>(problems);
        for (String name : source.names()) {
            if (!claimed.contains(name) && ignored.stream().noneMatch(name::startsWith)) {
                all.add("has an unexpected " + Describe.tensor(name) + ", " + Describe.layout(source.tensor(name)));
            }
        }
        if (all.size() == 1) {
            throw new CheckpointException(source.path(), all.getFirst() + "; " + suspicion);
        } else if (!all.isEmpty()) {
            throw new CheckpointException(
                    source.path(),
                    ProblemList.message(
                            "does not hold what this model needs in " + all.size() + " places; " + suspicion, all));
        }
    }

    /** Closes every tensor that was claimed. */
    @Override
    public void close() {
        tensors.forEach(Tensor::close);
        tensors.clear();
    }
}
