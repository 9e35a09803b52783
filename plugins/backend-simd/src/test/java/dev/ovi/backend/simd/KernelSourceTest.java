package dev.ovi.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.contract.SampleContext;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled kernel is committed: this shows that it is what its source says, and that threads change no bit. */
class KernelSourceTest {
    private static final int HEADS = 3;
    private static final int QUERIES = 700; // more than a tile
    private static final int KEYS = 150; // more than two blocks
    private static final int HEAD_DIM = 27; // a multiple of nothing

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Arena arena = Arena.ofAuto();
    private final AttentionInputs inputs = AttentionInputs.builder(
                    new AttentionSite(
                            AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 0, 999, 0, new PatchGrid(7, 10, 10), null),
                    normal(QUERIES),
                    normal(KEYS),
                    normal(KEYS))
            .paddingCount(5)
            .build();

    /** What a call writes. */
    private record Written(byte[] output, byte[] maps) {}

    @Test
    void theLibraryComputesTheBitsThatItsSourceComputes(@TempDir Path folder) throws Exception {
        assumeTrue(hasCompiler(), "needs a C compiler (Debian package gcc)");
        Path library = compile(folder.resolve("libovi_attention.so"));
        assertSame(attend(new SimdBackend(Kernel.load(library))), attend(new SimdBackend()));
    }

    @Test
    void threadsChangeNoBit() {
        Ops ops = LibTorch.load().ops();
        ops.useThreads(1);
        Written alone = attend(new SimdBackend());
        try {
            ops.useThreads(5);
            assertSame(attend(new SimdBackend()), alone);
        } finally {
            ops.useThreads(ops.torch().physicalCores());
        }
    }

    private void assertSame(Written actual, Written expected) {
        assertThat(actual.output()).as("output, seed %d", seed).isEqualTo(expected.output());
        assertThat(actual.maps()).as("maps, seed %d", seed).isEqualTo(expected.maps());
    }

    private Written attend(AttentionBackend backend) {
        TensorView out = zeros(HEADS, QUERIES, HEAD_DIM);
        TensorView maps = zeros(3, QUERIES);
        try (backend) {
            backend.open(SampleContext.cpu(LibTorch.load()));
            backend.attend(inputs, out, new Capture(CaptureAxis.KEYS, new int[] {149, 0, 70}, maps, 0.5f));
        }
        return new Written(bytes(out), bytes(maps));
    }

    private TensorView normal(int rows) {
        TensorView view = zeros(HEADS, rows, HEAD_DIM);
        for (long i = 0; i < view.elementCount(); i++) {
            view.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return view;
    }

    private TensorView zeros(long... shape) {
        long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        MemorySegment data = arena.allocate(ValueLayout.JAVA_FLOAT, elements);
        return TensorView.contiguous(data, DType.FLOAT32, shape);
    }

    private static byte[] bytes(TensorView view) {
        return view.data().toArray(ValueLayout.JAVA_BYTE);
    }

    private static Path compile(Path library) throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder(
                        Path.of("src/main/c/build.sh").toAbsolutePath().toString(), library.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        return library;
    }

    private static boolean hasCompiler() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "gcc")));
    }
}
