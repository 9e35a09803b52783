package dev.ovi.runtime.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.contract.Configured;
import dev.ovi.api.contract.SampleContext;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.backend.flash.FlashBackend;
import dev.ovi.backend.simd.SimdBackend;
import dev.ovi.backend.standard.StandardBackend;
import dev.ovi.runtime.config.AttentionEdit;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention with edits, as every backend computes it, beside a softmax in float64 whose shares are weighted afterwards. */
class EditedAttentionTest {
    private static final int HEAD_DIM = 16;
    private static final int KEYS = 4; // red, circle, </s>, padding
    private static final int PADDING = 5;

    /** float32 sums of a few dozen products. */
    private static final double TOLERANCE = 1e-5;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final RunInfo run = SampleRun.info();
    private final Arena arena = Arena.ofAuto();

    static Stream<AttentionBackend> backends() {
        return Stream.of(new FlashBackend(), new SimdBackend(), new StandardBackend());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void sharesAreWeightedAndMadeToAddUpToOneAgain(AttentionBackend backend) {
        double weight = 20 * random.nextDouble();
        double boost = random.nextGaussian();
        List<AttentionEdit> edits = edits("[{words: red, weight: " + weight + "},"
                + " {words: padding, boost: " + boost + ", region: {box: [0, 0, 1, 0.5]}},"
                + " {words: [red, circle], suppress: true, frames: 0}]");
        PatchGrid grid = run.videoGrid();

        assertEdited(backend, AttentionKind.TEXT_TO_VIDEO, edits, (query, key) -> {
            boolean left = query % grid.width() < grid.width() / 2;
            boolean firstFrame = query < grid.frameSize();
            return switch (key) {
                case 0 -> firstFrame ? 0 : weight;
                case 1 -> firstFrame ? 0 : 1;
                case 3 -> left ? Math.exp(boost) : 1;
                default -> 1;
            };
        });
    }

    @ParameterizedTest
    @MethodSource("backends")
    void soundIsEditedWithoutRegions(AttentionBackend backend) {
        double weight = random.nextDouble();
        List<AttentionEdit> edits = edits("[{words: circle, weight: " + weight + "}, {words: circle, weight: 3},"
                + " {words: red, suppress: true, region: {box: [0, 0, 1, 1]}}]");

        assertEdited(backend, AttentionKind.TEXT_TO_AUDIO, edits, (_, key) -> key == 1 ? 3 * weight : 1);
    }

    private static List<AttentionEdit> edits(String yaml) {
        return new ConfigurationLoader()
                .set("attention.edits=" + yaml)
                .load()
                .attention()
                .edits();
    }

    /** The factor that edits put on a query's share for a key. */
    private interface Factors {
        double of(int query, int key);
    }

    private void assertEdited(AttentionBackend backend, AttentionKind kind, List<AttentionEdit> list, Factors factors) {
        Ops ops = LibTorch.load().ops();
        int queries = run.grid(kind).size();
        TensorView query = normal(queries);
        TensorView key = normal(KEYS);
        TensorView value = normal(KEYS);
        TensorView out = zeros(run.heads(), queries, HEAD_DIM);
        TensorView maps = zeros(KEYS, queries);
        try (backend;
                TensorScope scope = ops.scope()) {
            Configured.with(backend, Map.of());
            backend.open(SampleContext.cpu(ops.torch()));
            var site = new AttentionSite(kind, Branch.CONDITIONAL, 1, 500, 1, run.grid(kind), null);
            TensorView bias = AttentionEdits.of(list, run, ops, Device.CPU).biasAt(site);
            AttentionInputs inputs = AttentionInputs.builder(site, query, key, value)
                    .scale(0.25)
                    .paddingCount(PADDING)
                    .bias(bias)
                    .build();
            int[] all = IntStream.range(0, KEYS).toArray();
            backend.attend(inputs, out, new Capture(CaptureAxis.KEYS, all, maps, 1));
        }

        for (int q = 0; q < queries; q++) {
            double[] mean = new double[KEYS];
            for (int head = 0; head < run.heads(); head++) {
                double[] shares = edited(softmax(query, key, head, q), q, factors);
                for (int k = 0; k < KEYS; k++) {
                    mean[k] += shares[k] / run.heads();
                }
                for (int i = 0; i < HEAD_DIM; i++) {
                    double expected = 0;
                    for (int k = 0; k < KEYS; k++) {
                        expected += shares[k] * at(value, head, k, i);
                    }
                    assertThat(at(out, head, q, i))
                            .as("output %d of query %d, %s, seed %d", i, q, list, seed)
                            .isCloseTo(expected, within(TOLERANCE));
                }
            }
            for (int k = 0; k < KEYS; k++) {
                assertThat(at(maps, k, q))
                        .as("share of key %d for query %d, %s, seed %d", k, q, list, seed)
                        .isCloseTo(mean[k], within(mean[k] == 0 ? 0 : TOLERANCE));
            }
        }
    }

    /** The shares without edits; the last key stands for all padding. */
    private double[] softmax(TensorView query, TensorView key, int head, int q) {
        double[] shares = new double[KEYS];
        for (int k = 0; k < KEYS; k++) {
            double dot = 0;
            for (int i = 0; i < HEAD_DIM; i++) {
                dot += at(query, head, q, i) * at(key, head, k, i);
            }
            shares[k] = Math.exp(0.25 * dot) * (k == KEYS - 1 ? PADDING : 1);
        }
        return normalized(shares);
    }

    private static double[] edited(double[] shares, int query, Factors factors) {
        double[] weighted = new double[KEYS];
        for (int k = 0; k < KEYS; k++) {
            weighted[k] = shares[k] * factors.of(query, k);
        }
        return normalized(weighted);
    }

    private static double[] normalized(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        double[] result = shares.clone();
        for (int k = 0; k < result.length; k++) {
            result[k] /= sum;
        }
        return result;
    }

    /** {@code [heads, length, headDim]}. */
    private TensorView normal(int length) {
        TensorView view = zeros(run.heads(), length, HEAD_DIM);
        for (long i = 0; i < view.elementCount(); i++) {
            view.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return view;
    }

    private TensorView zeros(long... shape) {
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        MemorySegment data = arena.allocate(count * Float.BYTES, 64);
        return TensorView.contiguous(data, DType.FLOAT32, shape);
    }

    private static double at(TensorView view, long... index) {
        return view.data().getAtIndex(ValueLayout.JAVA_FLOAT, view.offset(index));
    }
}
