package dev.ovi.torch;

import dev.ovi.api.tensor.Device;
import dev.ovi.torch.generated.LibTorchAbi;
import dev.ovi.torch.generated.torch_from_blob$deleter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A libtorch that is loaded and fit for use; the way to {@link Ops}.
 *
 * <p>Looked for in this order: the directory that is asked for, the directory in the environment variable
 * {@code OVI_LIBTORCH}, the natives of {@code org.bytedeco:pytorch} on the class path (unpacked once into
 * {@code $OVI_CACHE}, else {@code $XDG_CACHE_HOME/ovi}, else {@code ~/.cache/ovi}), an installed libtorch or PyTorch in the
 * usual places. A directory that is named but does not work is an error, not a reason to look further.
 *
 * <p>Loading sets nothing of the process, except that an OpenBLAS which this libtorch brings along leaves threads to it. A
 * program whose process is its own makes two settings before it loads, which make
 * operators on a CPU faster: {@link OpenMpWaiting#shorten()} and {@link NativeHeap#keepFreedMemory()}.
 */
public final class LibTorch {
    /** The version this code was written for; the dispatcher adapts arguments of older callers. */
    private static final long WRITTEN_FOR = version(2, 13);

    private static final long OLDEST = version(2, 10);

    /**
     * A process can load libtorch once, and no more than that is remembered here: what the dynamic linker knows anyway.
     */
    private static @Nullable LibTorch loaded;

    private final Path directory;
    private final long abiVersion;
    private final int physicalCores = ProcessorCores.physical();
    private final ThreadLocal<OpenMpThreads> openMpThreads = ThreadLocal.withInitial(this::enterThread);
    private final TorchTypes types = new TorchTypes();
    private final TensorLedger ledger = new TensorLedger();
    private final NumberTensors.Shared numbers = new NumberTensors.Shared();
    private final Map<Long, Object> blobOwners = new ConcurrentHashMap<>();
    private final AtomicLong nextBlob = new AtomicLong(1);
    private final boolean explainsErrors = has("torch_exception_get_what_without_backtrace");
    private final boolean makesOptionals = has("torch_new_stable_ivalue");
    private final CpuLibraries cpuLibraries = CpuLibraries.of(LibTorch::has);
    private final @Nullable MemorySegment blobDeleter;

    private LibTorch(Path directory, long abiVersion) {
        this.directory = directory;
        this.abiVersion = abiVersion;
        this.blobDeleter = has("torch_from_blob")
                ? torch_from_blob$deleter.allocate(
                        (data, context) -> blobOwners.remove(context.address()), Arena.global())
                : null;
        if (cpuLibraries.openBlas()) {
            // OpenBLAS came into the process with this libtorch. Fused attention calls OpenBLAS from each of OpenMP's
            // threads: a second pool would fight with the first (twice the time was measured), and it warns on the
            // error
            // stream each time.
            LibTorchAbi.openblas_set_num_threads(1);
        }
    }

    /** Loads the libtorch that is found. */
    public static LibTorch load() {
        return load(null);
    }

    /**
     * Loads libtorch, or returns the one this process has loaded before.
     *
     * @param directory the folder with {@code libtorch_cpu.so}, or one above it ({@code torch}, {@code torch/lib},
     *     {@code libtorch}); null to look for one
     * @throws LibTorchException if there is none that works, or another one than the directory asks for is loaded
     */
    public static synchronized LibTorch load(@Nullable Path directory) {
        LibTorch known = loaded;
        if (known == null) {
            known = load(directory, System::getenv);
            loaded = known;
        } else if (directory != null && !NativeFiles.isSame(directory, known.directory)) {
            throw new LibTorchException("libtorch is already loaded from " + known.directory
                    + ", and a process can load only one; it was asked for the one in " + directory
                    + ". Start a new process for it.");
        }
        return known;
    }

    private static LibTorch load(@Nullable Path wanted, UnaryOperator<@Nullable String> environment) {
        Path directory = NativeFiles.find(wanted, environment);
        NativeFiles.loadAll(directory);
        if (!has("aoti_torch_abi_version") || !has("torch_call_dispatcher")) {
            throw new LibTorchException("libtorch in " + directory + " has no stable C ABI (function "
                    + (has("aoti_torch_abi_version") ? "torch_call_dispatcher" : "aoti_torch_abi_version")
                    + " is missing); expected libtorch or PyTorch 2.10 or later. " + NativeFiles.ADVICE);
        }
        long abiVersion = LibTorchAbi.aoti_torch_abi_version();
        if (Long.compareUnsigned(abiVersion, OLDEST) < 0) {
            throw new LibTorchException("libtorch in " + directory + " is version " + text(abiVersion)
                    + "; expected 2.10 or later. " + NativeFiles.ADVICE);
        }
        return new LibTorch(directory, abiVersion);
    }

    /**
     * Operators for the calling thread; each thread makes its own.
     *
     * @throws IllegalStateException on a virtual thread: libtorch and OpenMP keep state for each thread of the system
     */
    public Ops ops() {
        return new Ops(this, openMpThreadsHere());
    }

    /** libtorch's version, {@code 2.13.0}. */
    public String version() {
        return text(abiVersion);
    }

    /** The folder it was loaded from. */
    public Path directory() {
        return directory;
    }

    /** Whether this libtorch was built for a kind of device; the machine may still have none, or no driver. */
    public boolean supports(Device.Type type) {
        return switch (type) {
            case CPU -> true;
            case CUDA -> has("aoti_torch_get_current_cuda_stream");
        };
    }

    /** How many physical cores this process may run on: what operators of a thread use until {@link Ops#useThreads}. */
    public int physicalCores() {
        return physicalCores;
    }

    /** What is open. */
    public TensorLedger ledger() {
        return ledger;
    }

    /** Whether it was built with OpenBLAS, as the one that comes with the build; PyTorch's own is built with MKL. */
    public boolean hasOpenBlas() {
        return cpuLibraries.openBlas();
    }

    CpuLibraries cpuLibraries() {
        return cpuLibraries;
    }

    TorchTypes types() {
        return types;
    }

    NumberTensors.Shared numbers() {
        return numbers;
    }

    long dispatcherVersion() {
        return Long.compareUnsigned(abiVersion, WRITTEN_FOR) < 0 ? abiVersion : WRITTEN_FOR;
    }

    private OpenMpThreads openMpThreadsHere() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("operators cannot run on virtual thread "
                    + Thread.currentThread().getName()
                    + ", because libtorch and OpenMP keep state for each thread of the"
                    + " system; use a platform thread");
        }
        return openMpThreads.get();
    }

    /** Prepares the calling thread. libtorch sets a number of threads of its own when it is first asked for one there. */
    private OpenMpThreads enterThread() {
        try (Arena arena = Arena.ofConfined()) {
            check("torch_get_num_threads", LibTorchAbi.torch_get_num_threads(arena.allocate(ValueLayout.JAVA_INT)));
        }
        LibTorchAbi.aoti_torch_grad_mode_set_enabled(false);
        return new OpenMpThreads(physicalCores);
    }

    /** Takes note of who owns a blob's memory; the deleter forgets it when the last tensor over the memory is gone. */
    long rememberOwner(Object owner) {
        long id = nextBlob.getAndIncrement();
        blobOwners.put(id, owner);
        return id;
    }

    void forgetOwner(long id) {
        blobOwners.remove(id);
    }

    /** Blobs whose memory is still in use. */
    int blobsInUse() {
        return blobOwners.size();
    }

    /** The function that ends a blob; null before 2.11, where no tensor says when it goes. */
    @Nullable
    MemorySegment blobDeleter() {
        return blobDeleter;
    }

    /** A heap cell for an optional argument, which the callee frees. */
    long newOptional(long value, MemorySegment ret) {
        MemorySegment cell;
        if (makesOptionals) {
            check("torch_new_stable_ivalue", LibTorchAbi.torch_new_stable_ivalue(ret));
            cell = ret.get(ValueLayout.ADDRESS, 0);
        } else {
            cell = LibTorchAbi._Znwm(Long.BYTES);
        }
        cell.reinterpret(Long.BYTES).set(ValueLayout.JAVA_LONG, 0, value);
        return cell.address();
    }

    void check(String function, int code) {
        if (code != 0) {
            throw new TorchException(function + ": " + lastError());
        }
    }

    String lastError() {
        if (!explainsErrors) {
            return "libtorch " + version() + " refused; it has written the reason to the error stream";
        }
        return firstLine(LibTorchAbi.torch_exception_get_what_without_backtrace()
                .reinterpret(Long.MAX_VALUE)
                .getString(0));
    }

    /** Some messages go on with a page about the insides of the dispatcher. */
    static String firstLine(String message) {
        String line = message.strip().lines().findFirst().orElse("no reason was given");
        int explanation = line.indexOf(" This could be because the operator doesn't exist");
        return explanation < 0 ? line : line.substring(0, explanation);
    }

    private static boolean has(String symbol) {
        return SymbolLookup.loaderLookup().find(symbol).isPresent();
    }

    private static long version(int major, int minor) {
        return (long) major << 56 | (long) minor << 48;
    }

    static String text(long abiVersion) {
        return (abiVersion >>> 56) + "." + (abiVersion >>> 48 & 0xff) + "." + (abiVersion >>> 40 & 0xff);
    }

    @Override
    public String toString() {
        return "libtorch " + version() + " from " + directory;
    }
}
