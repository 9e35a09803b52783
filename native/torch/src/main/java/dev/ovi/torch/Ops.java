package dev.ovi.torch;

import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The operators in use, one typed method for each, with its ATen schema; nothing else calls libtorch's operators. They stand
 * in one table for each kind: {@link TensorFactories}, {@link CopyOps}, {@link ElementwiseOps}, {@link ReductionOps},
 * {@link ProductOps}, {@link ConvolutionOps}, {@link ShapeOps} and {@link SignalOps}. Shapes, types and broadcasting are
 * ATen's, and an operator that refuses throws {@link TorchException} with its reason. Negative dimensions count from the
 * end.
 *
 * <p>An {@code Ops} belongs to the thread that made it, and its operators use as many of OpenMP's threads as {@link
 * #threads()} says. Results belong to the innermost open {@link #scope()}, or to the caller where none is open. Methods
 * ending in an underscore change their first argument and return it.
 *
 * <h2>Adding an operator</h2>
 *
 * <ol>
 *   <li>Look its schema up in ATen's {@code native_functions.yaml}. It must not have {@code Scalar} or
 *       {@code Generator} arguments: those cannot cross the ABI (pass a {@link #scalar} tensor to the {@code Tensor}
 *       overload, or find a {@code aoti_torch_aten_*} function in {@code libtorch_cpu.so}, see {@link DirectCalls}).
 *   <li>Add a constant to {@link Op}, which is what the dispatcher looks up.
 *   <li>In the table of its kind write {@code call(Op.NAME)} and then <em>every</em> argument of the schema in order,
 *       defaults and keyword arguments included: {@code tensor} for {@code Tensor}, {@code optional} for {@code Tensor?},
 *       {@code integer} for {@code int}/{@code SymInt}, {@code integers} for {@code int[]}, {@code number} for
 *       {@code float}, {@code bool}, {@code dtype}, {@code string}; an optional argument is {@code none()} or
 *       {@code some…}. A wrong count or kind is not noticed by the ABI: it computes nonsense or crashes, so no method goes
 *       without a test.
 *   <li>End with {@code run()} (one tensor), {@code runTuple} (several), {@code runList} ({@code Tensor[]}) or
 *       {@code runInPlace}.
 *   <li>Test it in the test of its table against a computation in plain Java.
 * </ol>
 */
public final class Ops
        implements TensorFactories,
                CopyOps,
                ElementwiseOps,
                ReductionOps,
                ProductOps,
                ConvolutionOps,
                ShapeOps,
                SignalOps {
    private final LibTorch torch;
    private final Thread owner = Thread.currentThread();
    private final OpenMpThreads openMpThreads;
    private final Call call;
    private final DirectCalls direct;
    private final NumberTensors numbers;
    private @Nullable TensorScope current;

    /** Operators for the calling thread, whose number of OpenMP's threads is given. */
    Ops(LibTorch torch, OpenMpThreads openMpThreads) {
        this.torch = torch;
        this.openMpThreads = openMpThreads;
        Arena arena = Arena.ofAuto();
        this.call = new Call(torch, this, arena);
        this.direct = new DirectCalls(torch, this, arena);
        this.numbers = new NumberTensors(torch, arena);
    }

    /** The libtorch that computes. */
    public LibTorch torch() {
        return torch;
    }

    /** How many threads one operator of this thread may use, at least 1. */
    public int threads() {
        return openMpThreads.ofThread();
    }

    /**
     * From now on operators of this thread use so many threads, whichever {@code Ops} they are called by: a backend's follow
     * the model's.
     *
     * @param threads at least 1
     */
    public void useThreads(int threads) {
        checkThread();
        openMpThreads.setOfThread(threads);
    }

    /**
     * Calls a native function for parts of a range, on as many threads as {@link #threads()} says.
     *
     * @param items the end of the range, which begins at 0; each part has at least one item
     * @param function {@code void (*)(int64_t begin, int64_t end, void *context)}
     * @param context what it is called with
     */
    public void parallelFor(long items, MemorySegment function, MemorySegment context) {
        enter();
        torch.check("torch_parallel_for", LibTorchAbi.torch_parallel_for(0, items, 1, function, context));
    }

    /** Opens a scope inside the current one; close it in a try-with-resources statement. */
    public TensorScope scope() {
        checkThread();
        TensorScope scope = new TensorScope(this, current);
        current = scope;
        return scope;
    }

    void leave(TensorScope scope) {
        if (current != scope) {
            throw new IllegalStateException("a scope inside this one is still open; close scopes in reverse order");
        }
        current = scope.parent();
    }

    Tensor adopt(long handle) {
        Tensor tensor = new Tensor(torch, handle);
        if (current != null) {
            current.own(tensor);
        }
        return tensor;
    }

    /** The way of the tables to the dispatcher. */
    Call call(Op op) {
        enter();
        return call.of(op);
    }

    /** The way of the tables to the functions beside the dispatcher. */
    DirectCalls direct() {
        enter();
        return direct;
    }

    /** The tables' numbers as tensors. */
    NumberTensors numbers() {
        checkThread();
        return numbers;
    }

    private void enter() {
        checkThread();
        openMpThreads.enforce();
    }

    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("this Ops belongs to thread " + owner.getName() + ", but thread "
                    + Thread.currentThread().getName() + " uses it; make one for each thread");
        }
    }
}
