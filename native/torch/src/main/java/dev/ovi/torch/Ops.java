package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators in use, one typed method for each, with its ATen schema; nothing else calls the dispatcher. Shapes, types
 * and broadcasting are ATen's, and an operator that refuses throws {@link TorchException} with its reason. Negative
 * dimensions count from the end.
 *
 * <p>An {@code Ops} belongs to the thread that made it. Results belong to the innermost open {@link #scope()}, or to the
 * caller where none is open. Methods ending in an underscore change their first argument and return it.
 *
 * <h2>Adding an operator</h2>
 *
 * <ol>
 *   <li>Look its schema up in ATen's {@code native_functions.yaml}. It must not have {@code Scalar} or
 *       {@code Generator} arguments: those cannot cross the ABI (pass a {@link #scalar} tensor to the {@code Tensor}
 *       overload, or find a {@code aoti_torch_aten_*} function in {@code libtorch_cpu.so}, see {@link #add(Tensor,
 *       Tensor)}).
 *   <li>Add a constant {@code Op.of("aten::name", "overload")}, which is what the dispatcher looks up.
 *   <li>Write {@code call(NAME)} and then <em>every</em> argument of the schema in order, defaults and keyword
 *       arguments included: {@code tensor} for {@code Tensor}, {@code optional} for {@code Tensor?}, {@code integer} for
 *       {@code int}/{@code SymInt}, {@code integers} for {@code int[]}, {@code number} for {@code float}, {@code bool},
 *       {@code dtype}, {@code string}; an optional argument is {@code none()} or {@code some…}. A wrong count or kind is
 *       not noticed by the ABI: it computes nonsense or crashes, so no method goes without a test.
 *   <li>End with {@code run()} (one tensor), {@code runTuple} (several), {@code runList} ({@code Tensor[]}) or
 *       {@code runInPlace}.
 *   <li>Test it beside its kin ({@code ElementwiseOpsTest}, {@code ReductionOpsTest}, {@code ProductOpsTest}, {@code
 *       ShapeOpsTest}) against a computation in plain Java.
 * </ol>
 */
public final class Ops {
    private static final Op ABS = Op.of("aten::abs", "");
    private static final Op AMAX = Op.of("aten::amax", "");
    private static final Op AMIN = Op.of("aten::amin", "");
    private static final Op ARGMAX = Op.of("aten::argmax", "");
    private static final Op BMM = Op.of("aten::bmm", "");
    private static final Op BMM_OUT = Op.of("aten::bmm", "out");
    private static final Op CAT = Op.of("aten::cat", "");
    private static final Op CHUNK = Op.of("aten::chunk", "");
    private static final Op CLONE = Op.of("aten::clone", "");
    private static final Op CONTIGUOUS = Op.of("aten::contiguous", "");
    private static final Op CONV1D = Op.of("aten::conv1d", "");
    private static final Op CONV2D = Op.of("aten::conv2d", "");
    private static final Op CONV3D = Op.of("aten::conv3d", "");
    private static final Op CONV_TRANSPOSE1D = Op.of("aten::conv_transpose1d", "");
    private static final Op COS = Op.of("aten::cos", "");
    private static final Op CUMSUM = Op.of("aten::cumsum", "");
    private static final Op DIV = Op.of("aten::div", "Tensor");
    private static final Op DIV_ = Op.of("aten::div_", "Tensor");
    private static final Op EMBEDDING = Op.of("aten::embedding", "");
    private static final Op EQ = Op.of("aten::eq", "Tensor");
    private static final Op EXP = Op.of("aten::exp", "");
    private static final Op EXP_ = Op.of("aten::exp_", "");
    private static final Op EXPAND = Op.of("aten::expand", "");
    private static final Op FFT_RFFT = Op.of("aten::fft_rfft", "");
    private static final Op FLATTEN = Op.of("aten::flatten", "using_ints");
    private static final Op FLIP = Op.of("aten::flip", "");
    private static final Op FOREACH_ADDCMUL = Op.of("aten::_foreach_addcmul", "Tensor");
    private static final Op FOREACH_ADDCMUL_ = Op.of("aten::_foreach_addcmul_", "Tensor");
    private static final Op GATHER = Op.of("aten::gather", "");
    private static final Op GE = Op.of("aten::ge", "Tensor");
    private static final Op GELU = Op.of("aten::gelu", "");
    private static final Op GROUP_NORM = Op.of("aten::group_norm", "");
    private static final Op GT = Op.of("aten::gt", "Tensor");
    private static final Op HANN_WINDOW = Op.of("aten::hann_window", "");
    private static final Op INDEX_SELECT = Op.of("aten::index_select", "");
    private static final Op INDEX_SELECT_OUT = Op.of("aten::index_select", "out");
    private static final Op LAYER_NORM = Op.of("aten::layer_norm", "");
    private static final Op LE = Op.of("aten::le", "Tensor");
    private static final Op LINEAR = Op.of("aten::linear", "");
    private static final Op LINEAR_POINTWISE = Op.of("mkldnn::_linear_pointwise", "");
    private static final Op LOG = Op.of("aten::log", "");
    private static final Op LOG10 = Op.of("aten::log10", "");
    private static final Op LOGICAL_NOT = Op.of("aten::logical_not", "");
    private static final Op LOGSUMEXP = Op.of("aten::logsumexp", "");
    private static final Op LT = Op.of("aten::lt", "Tensor");
    private static final Op MATMUL = Op.of("aten::matmul", "");
    private static final Op MAXIMUM = Op.of("aten::maximum", "");
    private static final Op MEAN = Op.of("aten::mean", "dim");
    private static final Op MINIMUM = Op.of("aten::minimum", "");
    private static final Op MKLDNN_CONVOLUTION = Op.of("aten::mkldnn_convolution", "");
    private static final Op MUL = Op.of("aten::mul", "Tensor");
    private static final Op MUL_ = Op.of("aten::mul_", "Tensor");
    private static final Op NARROW = Op.of("aten::narrow", "");
    private static final Op NEG = Op.of("aten::neg", "");
    private static final Op PAD = Op.of("aten::pad", "");
    private static final Op PERMUTE = Op.of("aten::permute", "");
    private static final Op POW = Op.of("aten::pow", "Tensor_Tensor");
    private static final Op RECIPROCAL = Op.of("aten::reciprocal", "");
    private static final Op REPEAT = Op.of("aten::repeat", "");
    private static final Op REPEAT_INTERLEAVE = Op.of("aten::repeat_interleave", "self_int");
    private static final Op RESHAPE = Op.of("aten::reshape", "");
    private static final Op RMS_NORM = Op.of("aten::rms_norm", "");
    private static final Op ROLL = Op.of("aten::roll", "");
    private static final Op ROUND = Op.of("aten::round", "");
    private static final Op RSQRT = Op.of("aten::rsqrt", "");
    private static final Op SDPA = Op.of("aten::scaled_dot_product_attention", "");
    private static final Op SDPA_FLASH_CPU = Op.of("aten::_scaled_dot_product_flash_attention_for_cpu", "");
    private static final Op SELECT = Op.of("aten::select", "int");
    private static final Op SIGMOID = Op.of("aten::sigmoid", "");
    private static final Op SIGMOID_ = Op.of("aten::sigmoid_", "");
    private static final Op SILU = Op.of("aten::silu", "");
    private static final Op SILU_ = Op.of("aten::silu_", "");
    private static final Op SIN = Op.of("aten::sin", "");
    private static final Op SLICE = Op.of("aten::slice", "Tensor");
    private static final Op SOFTMAX = Op.of("aten::softmax", "int");
    private static final Op SOFTMAX_OUT = Op.of("aten::_softmax", "out");
    private static final Op SPLIT = Op.of("aten::split", "Tensor");
    private static final Op SPLIT_SIZES = Op.of("aten::split_with_sizes", "");
    private static final Op SQRT = Op.of("aten::sqrt", "");
    private static final Op SQUARE = Op.of("aten::square", "");
    private static final Op SQUEEZE = Op.of("aten::squeeze", "dim");
    private static final Op STACK = Op.of("aten::stack", "");
    private static final Op STFT = Op.of("aten::stft", "center");
    private static final Op SUM = Op.of("aten::sum", "dim_IntList");
    private static final Op TANH = Op.of("aten::tanh", "");
    private static final Op TO = Op.of("aten::to", "device");
    private static final Op TO_DTYPE = Op.of("aten::to", "dtype");
    private static final Op TRANSPOSE = Op.of("aten::transpose", "int");
    private static final Op TRIL = Op.of("aten::tril", "");
    private static final Op TRIU = Op.of("aten::triu", "");
    private static final Op UNFLATTEN = Op.of("aten::unflatten", "int");
    private static final Op UNSQUEEZE = Op.of("aten::unsqueeze", "");
    private static final Op UPSAMPLE_NEAREST1D = Op.of("aten::upsample_nearest1d", "");
    private static final Op UPSAMPLE_BICUBIC2D = Op.of("aten::upsample_bicubic2d", "");
    private static final Op UPSAMPLE_NEAREST2D = Op.of("aten::upsample_nearest2d", "");
    private static final Op UPSAMPLE_NEAREST_EXACT1D = Op.of("aten::_upsample_nearest_exact1d", "");
    private static final Op UPSAMPLE_NEAREST_EXACT2D = Op.of("aten::_upsample_nearest_exact2d", "");
    private static final Op VIEW = Op.of("aten::view", "");
    private static final Op VIEW_AS_COMPLEX = Op.of("aten::view_as_complex", "");
    private static final Op VIEW_AS_REAL = Op.of("aten::view_as_real", "");
    private static final Op WHERE = Op.of("aten::where", "self");

    private static final MemorySegment TANH_APPROXIMATION = Arena.global().allocateFrom("tanh");
    private static final MemorySegment NO_APPROXIMATION = Arena.global().allocateFrom("none");
    private static final MemorySegment NO_ACTIVATION = Arena.global().allocateFrom("none");
    private static final MemorySegment CONSTANT = Arena.global().allocateFrom("constant");
    private static final MemorySegment REFLECT = Arena.global().allocateFrom("reflect");
    private static final MemorySegment REPLICATE = Arena.global().allocateFrom("replicate");
    private static final MemorySegment CIRCULAR = Arena.global().allocateFrom("circular");

    /** The most dimensions a tensor can have here. */
    private static final int MAX_RANK = 16;

    private final LibTorch torch;
    private final Thread owner = Thread.currentThread();
    private final Call call;
    private final NumberTensors numbers;
    private final MemorySegment ret;
    private final MemorySegment sizes;
    private final MemorySegment strides;
    private @Nullable TensorScope current;

    /** How {@link #pad} fills the new places. */
    public enum PadMode {
        /** A given value. */
        CONSTANT,
        /** The values inside, mirrored at the edge, which is not repeated. */
        REFLECT,
        /** The value at the edge. */
        REPLICATE,
        /** The values from the other side. */
        CIRCULAR
    }

    /**
     * What the fused attention returns.
     *
     * @param output {@code [batch, heads, queries, head size]}
     * @param logsumexp {@code [batch, heads, queries]}, float32, the logarithm of each softmax's denominator; not
     *     contiguous
     */
    public record Attention(Tensor output, Tensor logsumexp) {}

    Ops(LibTorch torch) {
        this.torch = torch;
        Arena arena = Arena.ofAuto();
        this.ret = arena.allocate(ValueLayout.JAVA_LONG);
        this.sizes = arena.allocate(ValueLayout.JAVA_LONG, MAX_RANK);
        this.strides = arena.allocate(ValueLayout.JAVA_LONG, MAX_RANK);
        this.call = new Call(torch, this, arena);
        this.numbers = new NumberTensors(torch, arena);
        torch.enterThread(ret);
    }

    /** The libtorch that computes. */
    public LibTorch torch() {
        return torch;
    }

    /**
     * From now on operators that this thread runs use so many threads, by this {@code Ops} and by all others of the thread.
     *
     * @param threads at least 1
     */
    public void useThreads(int threads) {
        checkThread();
        torch.useThreadsHere(threads);
    }

    /**
     * Calls a native function for parts of a range, on the threads that operators of this thread use.
     *
     * @param items the end of the range, which begins at 0; each part has at least one item
     * @param function {@code void (*)(int64_t begin, int64_t end, void *context)}
     * @param context what it is called with
     */
    public void parallelFor(long items, MemorySegment function, MemorySegment context) {
        checkThread();
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

    private Call call(Op op) {
        checkThread();
        return call.of(op);
    }

    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("this Ops belongs to thread " + owner.getName() + ", but thread "
                    + Thread.currentThread().getName() + " uses it; make one for each thread");
        }
    }

    /** The result of a function that is called without the dispatcher, whose handle is in {@link #ret}. */
    private Tensor direct(String function, int code, Tensor... arguments) {
        if (code != 0) {
            throw new TorchException(function + Arrays.toString(arguments) + ": " + torch.lastError());
        }
        return adopt(ret.get(ValueLayout.JAVA_LONG, 0));
    }

    /** An uninitialised contiguous tensor. */
    public Tensor empty(DType dtype, Device device, long... shape) {
        return emptyStrided(dtype, device, shape, TensorView.contiguousStrides(shape));
    }

    /** An uninitialised tensor with given strides, in elements. */
    public Tensor emptyStrided(DType dtype, Device device, long[] shape, long[] stride) {
        checkThread();
        writeShape(shape, stride);
        return direct(
                "aoti_torch_empty_strided",
                LibTorchAbi.aoti_torch_empty_strided(
                        shape.length,
                        sizes,
                        strides,
                        torch.types().code(dtype),
                        torch.types().deviceType(device),
                        torch.types().deviceIndex(device),
                        ret));
    }

    private void writeShape(long[] shape, long[] stride) {
        if (shape.length > MAX_RANK || shape.length != stride.length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " with strides "
                    + Arrays.toString(stride) + ": expected as many of one as of the other, at most " + MAX_RANK);
        }
        MemorySegment.copy(shape, 0, sizes, ValueLayout.JAVA_LONG, 0, shape.length);
        MemorySegment.copy(stride, 0, strides, ValueLayout.JAVA_LONG, 0, stride.length);
    }

    /** A tensor of zeros. */
    public Tensor zeros(DType dtype, Device device, long... shape) {
        return zero_(empty(dtype, device, shape));
    }

    /** A tensor of ones. */
    public Tensor ones(DType dtype, Device device, long... shape) {
        return full(1, dtype, device, shape);
    }

    /** A tensor filled with one value. */
    public Tensor full(double value, DType dtype, Device device, long... shape) {
        return fill_(empty(dtype, device, shape), value);
    }

    /** The integers from 0 to {@code end}, exclusive. */
    public Tensor arange(long end, DType dtype, Device device) {
        long[] values = new long[Math.toIntExact(end)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (TensorScope scope = scope()) {
            return scope.keep(to(tensor(values, values.length), dtype, device));
        }
    }

    /**
     * A tensor without dimensions, on the host; it combines with tensors on any device. Where it stands in for a number
     * it is float64, and the other operand decides the type of the result.
     */
    public Tensor scalar(double value) {
        checkThread();
        return direct(
                "aoti_torch_scalar_to_tensor_float64", LibTorchAbi.aoti_torch_scalar_to_tensor_float64(value, ret));
    }

    /** A float32 tensor on the host with a copy of the values. */
    public Tensor tensor(float[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.FLOAT32, shape);
    }

    /** A float64 tensor on the host with a copy of the values. */
    public Tensor tensor(double[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.FLOAT64, shape);
    }

    /** An int64 tensor on the host with a copy of the values. */
    public Tensor tensor(long[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.INT64, shape);
    }

    /** An int32 tensor on the host with a copy of the values. */
    public Tensor tensor(int[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.INT32, shape);
    }

    /** A uint8 tensor on the host with a copy of the values. */
    public Tensor tensor(byte[] values, long... shape) {
        return copied(MemorySegment.ofArray(values), DType.UINT8, shape);
    }

    private Tensor copied(MemorySegment values, DType dtype, long[] shape) {
        Tensor tensor = empty(dtype, Device.CPU, shape);
        MemorySegment data = tensor.data();
        if (data.byteSize() != values.byteSize()) {
            tensor.close();
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has "
                    + data.byteSize() / dtype.byteSize() + " elements, the array has "
                    + values.byteSize() / dtype.byteSize());
        }
        data.copyFrom(values);
        return tensor;
    }

    /**
     * A tensor over memory of the caller, without a copy. The memory must not be freed while a tensor over it is open: the
     * tensor and all its views keep the segment reachable, which is enough for memory of an automatic arena and for
     * mapped files; a confined or shared arena must be closed later than they are. Read-only memory must not be written.
     */
    public Tensor fromBlob(MemorySegment data, DType dtype, long... shape) {
        return fromView(TensorView.contiguous(data, dtype, shape));
    }

    /** A tensor over the memory of a view, without a copy; see {@link #fromBlob}. */
    public Tensor fromView(TensorView view) {
        checkThread();
        if (!view.data().isNative()) {
            throw new IllegalArgumentException(view + " lies in the Java heap, which libtorch cannot use; copy it");
        }
        writeShape(view.shape(), view.strides());
        int dtype = torch.types().code(view.dtype());
        int deviceType = torch.types().deviceType(view.device());
        int deviceIndex = torch.types().deviceIndex(view.device());
        long id = torch.rememberOwner(view.data());
        MemorySegment deleter = torch.blobDeleter();
        int code = deleter == null
                ? LibTorchAbi.aoti_torch_create_tensor_from_blob(
                        view.data(), view.rank(), sizes, strides, 0, dtype, deviceType, deviceIndex, ret)
                : LibTorchAbi.torch_from_blob(
                        view.data(),
                        view.rank(),
                        sizes,
                        strides,
                        0,
                        dtype,
                        deviceType,
                        deviceIndex,
                        ret,
                        torch.types().strided(),
                        MemorySegment.NULL,
                        0,
                        deleter,
                        MemorySegment.ofAddress(id));
        if (code != 0) {
            torch.forgetOwner(id);
        }
        return direct("torch_from_blob", code);
    }

    /** {@code hann_window(int window_length, *, ScalarType?, Layout?, Device?, bool? pin_memory)}, periodic. */
    public Tensor hannWindow(long length, DType dtype, Device device) {
        return call(HANN_WINDOW)
                .integer(length)
                .optionalDtype(dtype)
                .none()
                .someDevice(device)
                .none()
                .run();
    }

    /**
     * The tensor itself, shared, if it has that type already, else a converted copy. {@code to.dtype(Tensor self,
     * ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None)}
     */
    public Tensor to(Tensor self, DType dtype) {
        return call(TO_DTYPE)
                .tensor(self)
                .dtype(dtype)
                .bool(false)
                .bool(false)
                .none()
                .run();
    }

    /** The tensor itself, shared, if it lies there already, else a copy. */
    public Tensor to(Tensor self, Device device) {
        return to(self, self.dtype(), device);
    }

    /**
     * {@code to.device(Tensor self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False,
     * MemoryFormat? memory_format=None)}
     */
    public Tensor to(Tensor self, DType dtype, Device device) {
        return call(TO).tensor(self)
                .device(device)
                .dtype(dtype)
                .bool(false)
                .bool(false)
                .none()
                .run();
    }

    /** The tensor on the host; shared if it is there already. */
    public Tensor toHost(Tensor self) {
        return to(self, Device.CPU);
    }

    /** {@code clone(Tensor self, *, MemoryFormat? memory_format=None)} */
    public Tensor copy(Tensor self) {
        return call(CLONE).tensor(self).none().run();
    }

    /** Copies the elements of {@code source}, broadcast and converted, into {@code self}. */
    public Tensor copy_(Tensor self, Tensor source) {
        checkThread();
        int code = LibTorchAbi.aoti_torch_copy_(self.handle(), source.handle(), 0);
        return changed("aoti_torch_copy_", code, self, source);
    }

    /** Fills with zeros. */
    public Tensor zero_(Tensor self) {
        checkThread();
        return changed("aoti_torch_zero_", LibTorchAbi.aoti_torch_zero_(self.handle()), self);
    }

    /** Fills with a value. */
    public Tensor fill_(Tensor self, double value) {
        checkThread();
        return changed("aten::fill_", LibTorchAbi.aoti_torch_aten_fill__Scalar(self.handle(), value), self);
    }

    private Tensor changed(String function, int code, Tensor... arguments) {
        if (code != 0) {
            throw new TorchException(function + Arrays.toString(arguments) + ": " + torch.lastError());
        }
        return arguments[0];
    }

    /** {@code contiguous(Tensor self, *, MemoryFormat memory_format=contiguous_format)} */
    public Tensor contiguous(Tensor self) {
        return call(CONTIGUOUS).tensor(self).contiguousFormat().run();
    }

    /** {@code self + other}; its own function, since {@code add.Tensor} has a {@code Scalar alpha}. */
    public Tensor add(Tensor self, Tensor other) {
        return subtract(self, other, -1);
    }

    /** {@code self + other} */
    public Tensor add(Tensor self, double other) {
        try (Tensor number = number(self, other)) {
            return subtract(self, number, -1);
        }
    }

    /** {@code self - other} */
    public Tensor sub(Tensor self, Tensor other) {
        return subtract(self, other, 1);
    }

    /** {@code self - other} */
    public Tensor sub(Tensor self, double other) {
        return add(self, -other);
    }

    /** {@code other - self} */
    public Tensor sub(double other, Tensor self) {
        try (Tensor number = number(self, other)) {
            return subtract(number, self, 1);
        }
    }

    private Tensor subtract(Tensor self, Tensor other, double alpha) {
        checkThread();
        if (!self.dtype().isFloatingPoint() && !other.dtype().isFloatingPoint()) {
            // The function has a floating-point alpha, which integers refuse.
            try (Tensor one = number(self, 1)) {
                return addcmul(self, other, one, -alpha);
            }
        }
        return direct(
                "aten::subtract",
                LibTorchAbi.aoti_torch_aten_subtract_Tensor(self.handle(), other.handle(), alpha, ret),
                self,
                other);
    }

    /** {@code mul.Tensor(Tensor self, Tensor other)} */
    public Tensor mul(Tensor self, Tensor other) {
        return call(MUL).tensor(self).tensor(other).run();
    }

    /** {@code self · other} */
    public Tensor mul(Tensor self, double other) {
        return call(MUL).tensor(self).consumed(numberHandle(self, other)).run();
    }

    /** {@code div.Tensor(Tensor self, Tensor other)} */
    public Tensor div(Tensor self, Tensor other) {
        return call(DIV).tensor(self).tensor(other).run();
    }

    /** {@code self / other} */
    public Tensor div(Tensor self, double other) {
        return call(DIV).tensor(self).consumed(numberHandle(self, other)).run();
    }

    /** {@code self + first · second}, in one pass, rounded once in half precision. */
    public Tensor addcmul(Tensor self, Tensor first, Tensor second) {
        return addcmul(self, first, second, 1);
    }

    /**
     * {@code self + value · first · second}. {@code _foreach_addcmul.Tensor(Tensor[] self, Tensor[] tensor1, Tensor[]
     * tensor2, Tensor scalars) -> Tensor[]}, which has the value in a tensor where {@code addcmul} has a {@code Scalar}.
     */
    public Tensor addcmul(Tensor self, Tensor first, Tensor second, double value) {
        return call(FOREACH_ADDCMUL)
                .tensors(self)
                .tensors(first)
                .tensors(second)
                .consumed(oneNumber(self, value))
                .runList()
                .getFirst();
    }

    /** {@code self += first · second}, in one pass. */
    public Tensor addcmul_(Tensor self, Tensor first, Tensor second) {
        call(FOREACH_ADDCMUL_)
                .tensors(self)
                .tensors(first)
                .tensors(second)
                .consumed(oneNumber(self, 1))
                .runVoid();
        return self;
    }

    /** {@code self += other}; by {@code addcmul} with a factor of one, since {@code add_} has a {@code Scalar alpha}. */
    public Tensor add_(Tensor self, Tensor other) {
        return addScaled_(self, other, 1);
    }

    /** {@code self += value · other} */
    public Tensor addScaled_(Tensor self, Tensor other, double value) {
        try (Tensor one = number(self, 1)) {
            call(FOREACH_ADDCMUL_)
                    .tensors(self)
                    .tensors(other)
                    .tensors(one)
                    .consumed(oneNumber(self, value))
                    .runVoid();
        }
        return self;
    }

    /** {@code mul_.Tensor(Tensor(a!) self, Tensor other)} */
    public Tensor mul_(Tensor self, Tensor other) {
        return call(MUL_).tensor(self).tensor(other).runInPlace(self);
    }

    /** {@code self *= other} */
    public Tensor mul_(Tensor self, double other) {
        return call(MUL_).tensor(self).consumed(numberHandle(self, other)).runInPlace(self);
    }

    /** {@code div_.Tensor(Tensor(a!) self, Tensor other)} */
    public Tensor div_(Tensor self, Tensor other) {
        return call(DIV_).tensor(self).tensor(other).runInPlace(self);
    }

    /**
     * A number that leaves the type of the result to {@code self}: a tensor without dimensions does where {@code self} has
     * some. Where it has none both are equal, so the number takes its type. Half precision computes with float32 numbers.
     */
    private long numberHandle(Tensor self, double value) {
        checkThread();
        DType dtype = self.dtype();
        if (!dtype.isFloatingPoint()) {
            return numbers.handle(value, value == Math.rint(value) ? dtype : DType.FLOAT32, 0);
        }
        boolean takesItsType = dtype == DType.FLOAT64 || self.rank() == 0;
        return numbers.handle(value, takesItsType ? dtype : DType.FLOAT32, 0);
    }

    private Tensor number(Tensor self, double value) {
        return new Tensor(torch, numberHandle(self, value));
    }

    /** A tensor of one dimension with one number, as the operators on lists want their factors. */
    private long oneNumber(Tensor self, double value) {
        checkThread();
        return numbers.handle(value, self.dtype().isFloatingPoint() ? DType.FLOAT64 : DType.INT64, 1);
    }

    /** {@code maximum(Tensor self, Tensor other)} */
    public Tensor maximum(Tensor self, Tensor other) {
        return call(MAXIMUM).tensor(self).tensor(other).run();
    }

    /** The larger of each element and a number. */
    public Tensor maximum(Tensor self, double other) {
        return call(MAXIMUM).tensor(self).consumed(numberHandle(self, other)).run();
    }

    /** {@code minimum(Tensor self, Tensor other)} */
    public Tensor minimum(Tensor self, Tensor other) {
        return call(MINIMUM).tensor(self).tensor(other).run();
    }

    /** The smaller of each element and a number. */
    public Tensor minimum(Tensor self, double other) {
        return call(MINIMUM).tensor(self).consumed(numberHandle(self, other)).run();
    }

    /** Between two numbers; {@code clamp.Tensor} takes them from the host only for a tensor there. */
    public Tensor clamp(Tensor self, double min, double max) {
        try (TensorScope scope = scope()) {
            return scope.keep(minimum(maximum(self, min), max));
        }
    }

    /** {@code pow.Tensor_Tensor(Tensor self, Tensor exponent)} */
    public Tensor pow(Tensor self, Tensor exponent) {
        return call(POW).tensor(self).tensor(exponent).run();
    }

    /** {@code self} to the power of a number. */
    public Tensor pow(Tensor self, double exponent) {
        return call(POW).tensor(self).consumed(numberHandle(self, exponent)).run();
    }

    /** {@code base} to the power of each element. */
    public Tensor pow(double base, Tensor exponent) {
        return call(POW).consumed(numberHandle(exponent, base)).tensor(exponent).run();
    }

    /** {@code abs(Tensor self)}; the modulus of complex numbers */
    public Tensor abs(Tensor self) {
        return call(ABS).tensor(self).run();
    }

    /** {@code neg(Tensor self)} */
    public Tensor neg(Tensor self) {
        return call(NEG).tensor(self).run();
    }

    /** {@code reciprocal(Tensor self)} */
    public Tensor reciprocal(Tensor self) {
        return call(RECIPROCAL).tensor(self).run();
    }

    /** {@code sqrt(Tensor self)} */
    public Tensor sqrt(Tensor self) {
        return call(SQRT).tensor(self).run();
    }

    /** {@code rsqrt(Tensor self)} */
    public Tensor rsqrt(Tensor self) {
        return call(RSQRT).tensor(self).run();
    }

    /** {@code square(Tensor self)} */
    public Tensor square(Tensor self) {
        return call(SQUARE).tensor(self).run();
    }

    /** {@code exp(Tensor self)} */
    public Tensor exp(Tensor self) {
        return call(EXP).tensor(self).run();
    }

    /** {@code exp_(Tensor(a!) self)} */
    public Tensor exp_(Tensor self) {
        return call(EXP_).tensor(self).runInPlace(self);
    }

    /** {@code log(Tensor self)} */
    public Tensor log(Tensor self) {
        return call(LOG).tensor(self).run();
    }

    /** {@code log10(Tensor self)} */
    public Tensor log10(Tensor self) {
        return call(LOG10).tensor(self).run();
    }

    /** {@code sin(Tensor self)} */
    public Tensor sin(Tensor self) {
        return call(SIN).tensor(self).run();
    }

    /** {@code cos(Tensor self)} */
    public Tensor cos(Tensor self) {
        return call(COS).tensor(self).run();
    }

    /** {@code tanh(Tensor self)} */
    public Tensor tanh(Tensor self) {
        return call(TANH).tensor(self).run();
    }

    /** {@code sigmoid(Tensor self)} */
    public Tensor sigmoid(Tensor self) {
        return call(SIGMOID).tensor(self).run();
    }

    /** {@code sigmoid_(Tensor(a!) self)} */
    public Tensor sigmoid_(Tensor self) {
        return call(SIGMOID_).tensor(self).runInPlace(self);
    }

    /** {@code round(Tensor self)}, half to even */
    public Tensor round(Tensor self) {
        return call(ROUND).tensor(self).run();
    }

    /** {@code silu(Tensor self)} */
    public Tensor silu(Tensor self) {
        return call(SILU).tensor(self).run();
    }

    /** {@code silu_(Tensor(a!) self)} */
    public Tensor silu_(Tensor self) {
        return call(SILU_).tensor(self).runInPlace(self);
    }

    /** {@code gelu(Tensor self, *, str approximate='none')}: x·Φ(x) by the error function. */
    public Tensor gelu(Tensor self) {
        return call(GELU).tensor(self).string(NO_APPROXIMATION).run();
    }

    /** {@code gelu(Tensor self, *, str approximate='tanh')} */
    public Tensor geluTanh(Tensor self) {
        return call(GELU).tensor(self).string(TANH_APPROXIMATION).run();
    }

    /** {@code eq.Tensor(Tensor self, Tensor other)} */
    public Tensor eq(Tensor self, Tensor other) {
        return call(EQ).tensor(self).tensor(other).run();
    }

    /** Where the elements equal a number. */
    public Tensor eq(Tensor self, double other) {
        return call(EQ).tensor(self).consumed(numberHandle(self, other)).run();
    }

    /** {@code lt.Tensor(Tensor self, Tensor other)} */
    public Tensor lt(Tensor self, Tensor other) {
        return call(LT).tensor(self).tensor(other).run();
    }

    /** {@code le.Tensor(Tensor self, Tensor other)} */
    public Tensor le(Tensor self, Tensor other) {
        return call(LE).tensor(self).tensor(other).run();
    }

    /** {@code gt.Tensor(Tensor self, Tensor other)} */
    public Tensor gt(Tensor self, Tensor other) {
        return call(GT).tensor(self).tensor(other).run();
    }

    /** {@code ge.Tensor(Tensor self, Tensor other)} */
    public Tensor ge(Tensor self, Tensor other) {
        return call(GE).tensor(self).tensor(other).run();
    }

    /** {@code logical_not(Tensor self)} */
    public Tensor logicalNot(Tensor self) {
        return call(LOGICAL_NOT).tensor(self).run();
    }

    /** {@code where.self(Tensor condition, Tensor self, Tensor other)} */
    public Tensor where(Tensor condition, Tensor self, Tensor other) {
        return call(WHERE).tensor(condition).tensor(self).tensor(other).run();
    }

    /** {@code triu(Tensor self, int diagonal=0)} */
    public Tensor triu(Tensor self, long diagonal) {
        return call(TRIU).tensor(self).integer(diagonal).run();
    }

    /** {@code tril(Tensor self, int diagonal=0)} */
    public Tensor tril(Tensor self, long diagonal) {
        return call(TRIL).tensor(self).integer(diagonal).run();
    }

    /**
     * Over some dimensions; all of them if none is named. {@code sum.dim_IntList(Tensor self, int[1]? dim, bool
     * keepdim=False, *, ScalarType? dtype=None)}
     */
    public Tensor sum(Tensor self, boolean keepDim, long... dims) {
        return call(SUM).tensor(self).someIntegers(dims).bool(keepDim).none().run();
    }

    /** {@code mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None)} */
    public Tensor mean(Tensor self, boolean keepDim, long... dims) {
        return call(MEAN).tensor(self).someIntegers(dims).bool(keepDim).none().run();
    }

    /**
     * The Euclidean norm, summed in float32 at least. {@code linalg_vector_norm} has a {@code Scalar ord}, and the
     * overloads without one are deprecated.
     */
    public Tensor norm(Tensor self, boolean keepDim, long... dims) {
        DType dtype = self.dtype();
        try (TensorScope scope = scope()) {
            Tensor wide = dtype.byteSize() < 4 ? to(self, DType.FLOAT32) : self;
            return scope.keep(to(sqrt(sum(square(wide), keepDim, dims)), dtype));
        }
    }

    /** {@code amax(Tensor self, int[1] dim=[], bool keepdim=False)} */
    public Tensor amax(Tensor self, boolean keepDim, long... dims) {
        return call(AMAX).tensor(self).integers(dims).bool(keepDim).run();
    }

    /** {@code amin(Tensor self, int[1] dim=[], bool keepdim=False)} */
    public Tensor amin(Tensor self, boolean keepDim, long... dims) {
        return call(AMIN).tensor(self).integers(dims).bool(keepDim).run();
    }

    /** {@code argmax(Tensor self, int? dim=None, bool keepdim=False)} */
    public Tensor argmax(Tensor self, long dim, boolean keepDim) {
        return call(ARGMAX).tensor(self).someInteger(dim).bool(keepDim).run();
    }

    /** {@code logsumexp(Tensor self, int[1] dim, bool keepdim=False)} */
    public Tensor logsumexp(Tensor self, boolean keepDim, long... dims) {
        return call(LOGSUMEXP).tensor(self).integers(dims).bool(keepDim).run();
    }

    /** {@code cumsum(Tensor self, int dim, *, ScalarType? dtype=None)} */
    public Tensor cumsum(Tensor self, long dim) {
        return call(CUMSUM).tensor(self).integer(dim).none().run();
    }

    /** {@code softmax.int(Tensor self, int dim, ScalarType? dtype=None)}, of the elements converted to a type. */
    public Tensor softmax(Tensor self, long dim, DType dtype) {
        return call(SOFTMAX).tensor(self).integer(dim).optionalDtype(dtype).run();
    }

    /**
     * {@code _softmax.out(Tensor self, int dim, bool half_to_float, *, Tensor(a!) out)}: the softmax in memory that is there
     * already and is not that of {@code self}.
     */
    public Tensor softmaxOut(Tensor out, Tensor self, long dim) {
        return call(SOFTMAX_OUT)
                .tensor(self)
                .integer(dim)
                .bool(false)
                .tensor(out)
                .runInPlace(out);
    }

    /**
     * {@code input·weightᵀ + bias}. {@code linear(Tensor input, Tensor weight, Tensor? bias=None)}; in float32 on a CPU by
     * oneDNN where libtorch has OpenBLAS, which would need a second pool of threads (the weight should be dense: oneDNN takes
     * hundreds of times as long for another): {@code
     * mkldnn::_linear_pointwise(Tensor X, Tensor W, Tensor? B, str attr, Scalar?[] scalars, str? algorithm)}.
     */
    public Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return torch.multipliesByOneDnn() && isFloat32OnHost(input)
                ? call(LINEAR_POINTWISE)
                        .tensor(input)
                        .tensor(weight)
                        .optional(bias)
                        .string(NO_ACTIVATION)
                        .integers()
                        .none()
                        .run()
                : call(LINEAR).tensor(input).tensor(weight).optional(bias).run();
    }

    private static boolean isFloat32OnHost(Tensor input) {
        return input.dtype() == DType.FLOAT32 && input.device().isHost();
    }

    /** {@code matmul(Tensor self, Tensor other)} */
    public Tensor matmul(Tensor self, Tensor other) {
        return call(MATMUL).tensor(self).tensor(other).run();
    }

    /** {@code bmm(Tensor self, Tensor mat2)} */
    public Tensor bmm(Tensor self, Tensor other) {
        return call(BMM).tensor(self).tensor(other).run();
    }

    /** {@code bmm.out(Tensor self, Tensor mat2, *, Tensor(a!) out)}: the product in memory that is there already. */
    public Tensor bmmOut(Tensor out, Tensor self, Tensor other) {
        return call(BMM_OUT).tensor(self).tensor(other).tensor(out).runInPlace(out);
    }

    /** {@code embedding(Tensor weight, Tensor indices, SymInt padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False)} */
    public Tensor embedding(Tensor weight, Tensor indices) {
        return call(EMBEDDING)
                .tensor(weight)
                .tensor(indices)
                .integer(-1)
                .bool(false)
                .bool(false)
                .run();
    }

    /**
     * The fused attention of the CPU: query, key and value {@code [batch, heads, length, head size]}, an additive mask
     * that broadcasts to {@code [batch, heads, queries, keys]}.
     * {@code _scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0.0, bool
     * is_causal=False, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)}
     *
     * @param scale the factor of query·key, usually 1/√(head size)
     */
    public Attention scaledDotProductFlashAttentionForCpu(
            Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale) {
        Tensor[] results = call(SDPA_FLASH_CPU)
                .tensor(query)
                .tensor(key)
                .tensor(value)
                .number(0)
                .bool(false)
                .optional(mask)
                .someNumber(scale)
                .runTuple(2, 2);
        return new Attention(results[0], results[1]);
    }

    /**
     * {@code scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float
     * dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False)}
     */
    public Tensor scaledDotProductAttention(
            Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale) {
        return call(SDPA)
                .tensor(query)
                .tensor(key)
                .tensor(value)
                .optional(mask)
                .number(0)
                .bool(false)
                .someNumber(scale)
                .bool(false)
                .run();
    }

    /**
     * Over the last dimensions, as many as {@code normalizedShape} has. {@code layer_norm(Tensor input, SymInt[]
     * normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True)}
     */
    public Tensor layerNorm(
            Tensor input, @Nullable Tensor weight, @Nullable Tensor bias, double eps, long... normalizedShape) {
        return call(LAYER_NORM)
                .tensor(input)
                .integers(normalizedShape)
                .optional(weight)
                .optional(bias)
                .number(eps)
                .bool(true)
                .run();
    }

    /** {@code rms_norm(Tensor input, SymInt[] normalized_shape, Tensor? weight=None, float? eps=None)} */
    public Tensor rmsNorm(Tensor input, @Nullable Tensor weight, double eps, long... normalizedShape) {
        return call(RMS_NORM)
                .tensor(input)
                .integers(normalizedShape)
                .optional(weight)
                .someNumber(eps)
                .run();
    }

    /**
     * {@code group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-05, bool
     * cudnn_enabled=True)}
     */
    public Tensor groupNorm(Tensor input, long groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return call(GROUP_NORM)
                .tensor(input)
                .integer(groups)
                .optional(weight)
                .optional(bias)
                .number(eps)
                .bool(true)
                .run();
    }

    /**
     * {@code conv1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=1, SymInt[1] padding=0, SymInt[1]
     * dilation=1, SymInt groups=1)}
     */
    public Tensor conv1d(
            Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding, long dilation, long groups) {
        return call(CONV1D)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(stride)
                .integers(padding)
                .integers(dilation)
                .integer(groups)
                .run();
    }

    /** As {@link #conv1d}, with {@code stride}, {@code padding} and {@code dilation} for height and width. */
    public Tensor conv2d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        return convolution(CONV2D, input, weight, bias, stride, padding, dilation, groups);
    }

    /** A 2-D convolution with one stride and padding for both directions, no dilation, no groups. */
    public Tensor conv2d(Tensor input, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return convolution(
                CONV2D,
                input,
                weight,
                bias,
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
    }

    /** As {@link #conv1d}, with {@code stride}, {@code padding} and {@code dilation} for depth, height and width. */
    public Tensor conv3d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        return convolution(CONV3D, input, weight, bias, stride, padding, dilation, groups);
    }

    /** A 3-D convolution without dilation and groups. */
    public Tensor conv3d(Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding) {
        return convolution(CONV3D, input, weight, bias, stride, padding, new long[] {1, 1, 1}, 1);
    }

    private Tensor convolution(
            Op op,
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        if (torch.hasOneDnn() && isFloat32OnHost(input) && groups == 1 && input.rank() == weight.rank()) {
            return oneDnnConvolution(input, weight, bias, stride, padding, dilation);
        }
        return call(op).tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(stride)
                .integers(padding)
                .integers(dilation)
                .integer(groups)
                .run();
    }

    /**
     * ATen leaves small batches to a slower implementation: by a factor of ten for a 3-D convolution of one clip.
     * {@code mkldnn_convolution(Tensor self, Tensor weight, Tensor? bias, SymInt[] padding, SymInt[] stride, SymInt[]
     * dilation, SymInt groups)}
     */
    private Tensor oneDnnConvolution(
            Tensor input, Tensor weight, @Nullable Tensor bias, long[] stride, long[] padding, long[] dilation) {
        return call(MKLDNN_CONVOLUTION)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(padding)
                .integers(stride)
                .integers(dilation)
                .integer(1)
                .run();
    }

    /**
     * {@code conv_transpose1d(Tensor input, Tensor weight, Tensor? bias=None, SymInt[1] stride=1, SymInt[1] padding=0,
     * SymInt[1] output_padding=0, SymInt groups=1, SymInt[1] dilation=1)}
     */
    public Tensor convTranspose1d(
            Tensor input,
            Tensor weight,
            @Nullable Tensor bias,
            long stride,
            long padding,
            long outputPadding,
            long groups,
            long dilation) {
        return call(CONV_TRANSPOSE1D)
                .tensor(input)
                .tensor(weight)
                .optional(bias)
                .integers(stride)
                .integers(padding)
                .integers(outputPadding)
                .integer(groups)
                .integers(dilation)
                .run();
    }

    /**
     * {@code pad(Tensor self, SymInt[] pad, str mode="constant", float? value=None)}
     *
     * @param pad before and after, the last dimension first: {@code left, right, top, bottom, front, back}
     * @param value what {@link PadMode#CONSTANT} fills in; the other modes ignore it
     */
    public Tensor pad(Tensor self, long[] pad, PadMode mode, double value) {
        Call padding = call(PAD).tensor(self).integers(pad);
        return switch (mode) {
            case CONSTANT -> padding.string(CONSTANT).someNumber(value).run();
            case REFLECT -> padding.string(REFLECT).none().run();
            case REPLICATE -> padding.string(REPLICATE).none().run();
            case CIRCULAR -> padding.string(CIRCULAR).none().run();
        };
    }

    /** Pads with zeros; see {@link #pad(Tensor, long[], PadMode, double)}. */
    public Tensor pad(Tensor self, long... pad) {
        return pad(self, pad, PadMode.CONSTANT, 0);
    }

    /**
     * {@code upsample_bicubic2d(Tensor self, SymInt[2] output_size, bool align_corners, float? scales_h=None, float?
     * scales_w=None)}, with half-pixel centres.
     */
    public Tensor upsampleBicubic2d(Tensor self, long height, long width) {
        return call(UPSAMPLE_BICUBIC2D)
                .tensor(self)
                .integers(height, width)
                .bool(false)
                .none()
                .none()
                .run();
    }

    /** {@code upsample_nearest1d(Tensor self, SymInt[1] output_size, float? scales=None)} */
    public Tensor upsampleNearest1d(Tensor self, long length) {
        return call(UPSAMPLE_NEAREST1D).tensor(self).integers(length).none().run();
    }

    /** {@code upsample_nearest2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None)} */
    public Tensor upsampleNearest2d(Tensor self, long height, long width) {
        return call(UPSAMPLE_NEAREST2D)
                .tensor(self)
                .integers(height, width)
                .none()
                .none()
                .run();
    }

    /** {@code _upsample_nearest_exact1d(Tensor self, SymInt[1] output_size, float? scales=None)} */
    public Tensor upsampleNearestExact1d(Tensor self, long length) {
        return call(UPSAMPLE_NEAREST_EXACT1D)
                .tensor(self)
                .integers(length)
                .none()
                .run();
    }

    /** {@code _upsample_nearest_exact2d(Tensor self, SymInt[2] output_size, float? scales_h=None, float? scales_w=None)} */
    public Tensor upsampleNearestExact2d(Tensor self, long height, long width) {
        return call(UPSAMPLE_NEAREST_EXACT2D)
                .tensor(self)
                .integers(height, width)
                .none()
                .none()
                .run();
    }

    /** Complex. {@code fft_rfft(Tensor self, SymInt? n=None, int dim=-1, str? norm=None)} */
    public Tensor rfft(Tensor self, long dim) {
        return call(FFT_RFFT).tensor(self).none().integer(dim).none().run();
    }

    /**
     * The one-sided spectrum, complex, {@code [..., n/2 + 1, frames]}. {@code stft.center(Tensor self, int n_fft, int?
     * hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode="reflect", bool
     * normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None)}
     *
     * @param center whether the signal is padded by half a window on both sides, mirrored
     */
    public Tensor stft(Tensor self, long size, long hop, Tensor window, boolean center) {
        return call(STFT)
                .tensor(self)
                .integer(size)
                .someInteger(hop)
                .someInteger(window.size(0))
                .optional(window)
                .bool(center)
                .string(REFLECT)
                .bool(false)
                .someBool(true)
                .someBool(true)
                .none()
                .run();
    }

    /** {@code reshape(Tensor self, SymInt[] shape)}; a view where the strides allow it */
    public Tensor reshape(Tensor self, long... shape) {
        return call(RESHAPE).tensor(self).integers(shape).run();
    }

    /** {@code view(Tensor self, SymInt[] size)}; refused where the strides do not allow it */
    public Tensor view(Tensor self, long... shape) {
        return call(VIEW).tensor(self).integers(shape).run();
    }

    /** {@code flatten.using_ints(Tensor self, int start_dim=0, int end_dim=-1)} */
    public Tensor flatten(Tensor self, long start, long end) {
        return call(FLATTEN).tensor(self).integer(start).integer(end).run();
    }

    /** {@code unflatten.int(Tensor self, int dim, SymInt[] sizes)} */
    public Tensor unflatten(Tensor self, long dim, long... shape) {
        return call(UNFLATTEN).tensor(self).integer(dim).integers(shape).run();
    }

    /**
     * The last dimension, of size two, as real and imaginary part: complex, a view. {@code view_as_complex(Tensor self)}
     */
    public Tensor viewAsComplex(Tensor self) {
        return call(VIEW_AS_COMPLEX).tensor(self).run();
    }

    /** Real and imaginary part as a last dimension of size two, a view. {@code view_as_real(Tensor self)} */
    public Tensor viewAsReal(Tensor self) {
        return call(VIEW_AS_REAL).tensor(self).run();
    }

    /** {@code permute(Tensor self, int[] dims)} */
    public Tensor permute(Tensor self, long... dims) {
        return call(PERMUTE).tensor(self).integers(dims).run();
    }

    /** {@code transpose.int(Tensor self, int dim0, int dim1)} */
    public Tensor transpose(Tensor self, long first, long second) {
        return call(TRANSPOSE).tensor(self).integer(first).integer(second).run();
    }

    /** {@code unsqueeze(Tensor self, int dim)} */
    public Tensor unsqueeze(Tensor self, long dim) {
        return call(UNSQUEEZE).tensor(self).integer(dim).run();
    }

    /** {@code squeeze.dim(Tensor self, int dim)} */
    public Tensor squeeze(Tensor self, long dim) {
        return call(SQUEEZE).tensor(self).integer(dim).run();
    }

    /** {@code expand(Tensor self, SymInt[] size, *, bool implicit=False)}; −1 leaves a size as it is */
    public Tensor expand(Tensor self, long... shape) {
        return call(EXPAND).tensor(self).integers(shape).bool(false).run();
    }

    /** {@code repeat(Tensor self, SymInt[] repeats)} */
    public Tensor repeat(Tensor self, long... repeats) {
        return call(REPEAT).tensor(self).integers(repeats).run();
    }

    /** {@code repeat_interleave.self_int(Tensor self, SymInt repeats, int? dim=None, *, SymInt? output_size=None)} */
    public Tensor repeatInterleave(Tensor self, long repeats, long dim) {
        return call(REPEAT_INTERLEAVE)
                .tensor(self)
                .integer(repeats)
                .someInteger(dim)
                .none()
                .run();
    }

    /** {@code roll(Tensor self, SymInt[1] shifts, int[1] dims=[])} */
    public Tensor roll(Tensor self, long shift, long dim) {
        return call(ROLL).tensor(self).integers(shift).integers(dim).run();
    }

    /** {@code flip(Tensor self, int[] dims)} */
    public Tensor flip(Tensor self, long... dims) {
        return call(FLIP).tensor(self).integers(dims).run();
    }

    /** {@code cat(Tensor[] tensors, int dim=0)} */
    public Tensor cat(List<Tensor> tensors, long dim) {
        return call(CAT).tensors(tensors).integer(dim).run();
    }

    /** {@code stack(Tensor[] tensors, int dim=0)} */
    public Tensor stack(List<Tensor> tensors, long dim) {
        return call(STACK).tensors(tensors).integer(dim).run();
    }

    /** Pieces of one size, the last perhaps smaller. {@code split.Tensor(Tensor self, SymInt split_size, int dim=0)} */
    public List<Tensor> split(Tensor self, long size, long dim) {
        return call(SPLIT).tensor(self).integer(size).integer(dim).runList();
    }

    /** {@code split_with_sizes(Tensor self, SymInt[] split_sizes, int dim=0)} */
    public List<Tensor> split(Tensor self, long[] pieces, long dim) {
        return call(SPLIT_SIZES).tensor(self).integers(pieces).integer(dim).runList();
    }

    /** {@code chunk(Tensor self, int chunks, int dim=0)} */
    public List<Tensor> chunk(Tensor self, long chunks, long dim) {
        return call(CHUNK).tensor(self).integer(chunks).integer(dim).runList();
    }

    /** {@code narrow(Tensor self, int dim, SymInt start, SymInt length)} */
    public Tensor narrow(Tensor self, long dim, long start, long length) {
        return call(NARROW)
                .tensor(self)
                .integer(dim)
                .integer(start)
                .integer(length)
                .run();
    }

    /** {@code slice.Tensor(Tensor self, int dim=0, SymInt? start=None, SymInt? end=None, SymInt step=1)} */
    public Tensor slice(Tensor self, long dim, long start, long end, long step) {
        return call(SLICE)
                .tensor(self)
                .integer(dim)
                .someInteger(start)
                .someInteger(end)
                .integer(step)
                .run();
    }

    /** {@code select.int(Tensor self, int dim, SymInt index)} */
    public Tensor select(Tensor self, long dim, long index) {
        return call(SELECT).tensor(self).integer(dim).integer(index).run();
    }

    /** {@code index_select(Tensor self, int dim, Tensor index)} */
    public Tensor indexSelect(Tensor self, long dim, Tensor index) {
        return call(INDEX_SELECT).tensor(self).integer(dim).tensor(index).run();
    }

    /** {@code index_select.out(Tensor self, int dim, Tensor index, *, Tensor(a!) out)}, in memory that is there already. */
    public Tensor indexSelectOut(Tensor out, Tensor self, long dim, Tensor index) {
        return call(INDEX_SELECT_OUT)
                .tensor(self)
                .integer(dim)
                .tensor(index)
                .tensor(out)
                .runInPlace(out);
    }

    /** {@code gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False)} */
    public Tensor gather(Tensor self, long dim, Tensor index) {
        return call(GATHER).tensor(self).integer(dim).tensor(index).bool(false).run();
    }
}
