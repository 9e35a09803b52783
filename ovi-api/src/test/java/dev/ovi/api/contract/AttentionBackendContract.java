package dev.ovi.api.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.Support;
import dev.ovi.api.contract.AttentionCase.Shape;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link AttentionBackend} must do. Extend it, name the backend, and run it with JUnit:
 *
 * <pre>{@code
 * class MyBackendTest extends AttentionBackendContract {
 *     protected AttentionBackend backend() {
 *         return new MyBackend();
 *     }
 * }
 * }</pre>
 *
 * <p>A backend that needs a native library overrides {@link #context}, for instance with
 * {@code SampleContext.cpu(LibTorch.load())}.
 *
 * <p>Shapes and inputs are drawn anew each time; a failure names the seed. Element types that a backend refuses in
 * {@link AttentionBackend#supports} are skipped.
 */
@SuppressWarnings("NullAway.Init") // JUnit's life cycle
public abstract class AttentionBackendContract {
    private static final int CASES = 12;

    private AttentionBackend backend;
    private Arena arena;
    private long seed;
    private Random random;

    /** The backend under test, new. */
    protected abstract AttentionBackend backend();

    /** The values of its options; the defaults unless overridden. */
    protected OptionValues options(AttentionBackend backend) {
        return OptionValues.defaults(backend.options());
    }

    /** What it computes on and with; the CPU without any library unless overridden. */
    protected BackendContext context() {
        return SampleContext.cpu();
    }

    @BeforeEach
    final void open() {
        backend = backend();
        backend.configure(options(backend));
        backend.open(context());
        arena = Arena.ofAuto();
        seed = new Random().nextLong();
        random = new Random(seed);
    }

    @AfterEach
    final void close() {
        backend.close();
    }

    @Test
    void isNamedInLowerCaseWithHyphens() {
        assertThat(backend.id()).matches("[a-z][a-z0-9-]*");
        assertThat(backend.description()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void outputIsThatOfASoftmaxInFloat64(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            AttentionCase attention = supported(dtype, Shape.random(random));
            GuardedTensor out = out(attention);
            attend(attention, out, null);
            assertThat(relativeError(out.values(), attention.output()))
                    .as("output of %s, seed %d", attention, seed)
                    .isLessThan(outputTolerance(dtype));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void aBiasIsAddedAndCanRemoveKeys(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            AttentionCase attention = supported(dtype, Shape.random(random).withBias());
            assertOutputAndAllMaps(attention);
        }
    }

    private void assertOutputAndAllMaps(AttentionCase attention) {
        GuardedTensor out = out(attention);
        GuardedTensor buffer = columns(attention, allKeys(attention), false);
        attend(attention, out, capture(CaptureAxis.KEYS, allKeys(attention), buffer, 1));
        assertThat(relativeError(out.values(), attention.output()))
                .as("output of %s, seed %d", attention, seed)
                .isLessThan(outputTolerance(attention.dtype));
        assertThat(relativeError(buffer.values(), meanOverHeads(attention, allKeys(attention))))
                .as("maps of %s, seed %d", attention, seed)
                .isLessThan(mapTolerance(attention.dtype));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void lookingChangesNoBitOfTheOutput(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            Shape shape = Shape.random(random);
            AttentionCase attention = supported(dtype, random.nextInt(3) == 0 ? shape.withBias() : shape);
            GuardedTensor unseen = out(attention);
            attend(attention, unseen, null);
            byte[] expected = unseen.bytes();
            unseen.fill(0);
            int[] some = someOf(attention.keys);
            attend(
                    attention,
                    unseen,
                    capture(CaptureAxis.KEYS, some, columns(attention, some, random.nextBoolean()), 1));
            assertThat(unseen.bytes())
                    .as("output of %s with capture, seed %d", attention, seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void mapsAreMeansOverHeadsOfTheExactSoftmax(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            AttentionCase attention = supported(dtype, Shape.random(random));
            int[] some = someOf(attention.keys);
            GuardedTensor buffer = columns(attention, some, false);
            attend(attention, out(attention), capture(CaptureAxis.KEYS, some, buffer, 1));
            assertThat(relativeError(buffer.values(), meanOverHeads(attention, some)))
                    .as("maps of %s, seed %d", attention, seed)
                    .isLessThan(mapTolerance(dtype));
            buffer.assertPoisonIntact("the capture buffer");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void headsCanBeKeptApart(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            AttentionCase attention = supported(dtype, Shape.random(random));
            int[] some = someOf(attention.keys);
            GuardedTensor buffer = columns(attention, some, true);
            attend(attention, out(attention), capture(CaptureAxis.KEYS, some, buffer, 1));
            double[][][] p = attention.probabilities();
            double[] expected = IntStream.range(0, attention.heads)
                    .boxed()
                    .flatMapToDouble(h -> Arrays.stream(some)
                            .boxed()
                            .flatMapToDouble(
                                    k -> IntStream.range(0, attention.queries).mapToDouble(q -> p[h][q][k])))
                    .toArray();
            assertThat(relativeError(buffer.values(), expected))
                    .as("maps for each head of %s, seed %d", attention, seed)
                    .isLessThan(mapTolerance(dtype));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void rowsOfChosenQueriesCanBeSeen(DType dtype) {
        for (int i = 0; i < CASES; i++) {
            AttentionCase attention = supported(dtype, Shape.random(random));
            int[] some = someOf(attention.queries);
            GuardedTensor buffer = GuardedTensor.dense(arena, DType.FLOAT32, some.length, attention.keys)
                    .fill(0);
            attend(attention, out(attention), capture(CaptureAxis.QUERIES, some, buffer, 1));
            double[][][] p = attention.probabilities();
            double[] expected = Arrays.stream(some)
                    .boxed()
                    .flatMapToDouble(q -> IntStream.range(0, attention.keys).mapToDouble(k -> meanOverHeads(p, q, k)))
                    .toArray();
            assertThat(relativeError(buffer.values(), expected))
                    .as("rows of %s, seed %d", attention, seed)
                    .isLessThan(mapTolerance(dtype));
            buffer.assertPoisonIntact("the capture buffer");
        }
    }

    /** Lengths beyond what a backend is likely to do at once, on either side, and more captured than fits in one piece. */
    @ParameterizedTest
    @CsvSource({"24, 1700, 9, 64", "24, 300, 300, 16", "1, 3000, 40, 8"})
    void longSequencesHaveNoSeams(int heads, int queries, int keys, int headDim) {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(heads, queries, keys, headDim, 31, false));
        assertOutputAndAllMaps(attention);
    }

    @ParameterizedTest
    @CsvSource({"24, 40, 2000", "24, 1700, 5"})
    void rowsOfLongSequencesHaveNoSeams(int heads, int queries, int keys) {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(heads, queries, keys, 16, 3, true));
        int[] some = someOf(attention.queries);
        GuardedTensor buffer = GuardedTensor.dense(arena, DType.FLOAT32, heads, some.length, keys)
                .fill(0);
        attend(attention, out(attention), capture(CaptureAxis.QUERIES, some, buffer, 1));
        double[][][] p = attention.probabilities();
        double[] expected = IntStream.range(0, heads)
                .boxed()
                .flatMapToDouble(h -> Arrays.stream(some).boxed().flatMapToDouble(q -> Arrays.stream(p[h][q])))
                .toArray();
        assertThat(relativeError(buffer.values(), expected)).as("seed %d", seed).isLessThan(1e-5);
    }

    /** Strides of 0 in each combination of heads, queries and keys, as edits of prompts make them. */
    @ParameterizedTest
    @CsvSource({"true, true, false", "false, true, false", "true, false, false", "false, false, true"})
    void aBiasMayRepeatItself(boolean overHeads, boolean overQueries, boolean overKeys) {
        AttentionCase attention = supported(new AttentionCase(
                arena, random, DType.FLOAT32, Shape.random(random).withBias(), overHeads, overQueries, overKeys));
        assertOutputAndAllMaps(attention);
    }

    /** So many that a whole block of keys is likely to be without one. */
    @Test
    void aBiasMayRemoveAllKeysButTheLast() {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(2, 40, 300, 16, 0, true));
        for (int h = 0; h < attention.heads; h++) {
            for (int q = 0; q < attention.queries; q++) {
                for (int k = 0; k < attention.keys; k++) {
                    boolean last = k == attention.keys - 1;
                    requireNonNull(attention.bias).set(last ? 1 : Double.NEGATIVE_INFINITY, h, q, k);
                }
            }
        }
        assertOutputAndAllMaps(attention);
    }

    @Test
    void noKeysGiveZeros() {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(3, 5, 0, 16, 0, false));
        GuardedTensor out = out(attention).fill(1);
        attend(attention, out, null);
        assertThat(out.values()).containsOnly(0);
    }

    @Test
    void allColumnsAndTheShareOfPaddingAddUpToOne() {
        Shape shape = Shape.random(random);
        AttentionCase attention = supported(
                DType.FLOAT32, new Shape(shape.heads(), shape.queries(), shape.keys(), shape.headDim(), 452, false));
        GuardedTensor buffer = columns(attention, allKeys(attention), false);
        attend(attention, out(attention), capture(CaptureAxis.KEYS, allKeys(attention), buffer, 1));
        for (int q = 0; q < attention.queries; q++) {
            double sum = 0;
            for (int k = 0; k < attention.keys; k++) {
                sum += buffer.get(k, q);
            }
            // float32 sums of up to 90 numbers
            assertThat(sum).as("sum for query %d, seed %d", q, seed).isBetween(1 - 1e-5, 1 + 1e-5);
        }
    }

    @Test
    void captureAddsWithItsWeight() {
        AttentionCase attention = supported(DType.FLOAT32, Shape.random(random));
        int[] some = someOf(attention.keys);
        GuardedTensor buffer = columns(attention, some, false).fill(10);
        attend(attention, out(attention), capture(CaptureAxis.KEYS, some, buffer, 0.25f));
        attend(attention, out(attention), capture(CaptureAxis.KEYS, some, buffer, 0.5f));
        double[] expected = Arrays.stream(meanOverHeads(attention, some))
                .map(p -> 10 + 0.75 * p)
                .toArray();
        assertThat(relativeError(buffer.values(), expected)).as("seed %d", seed).isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void theSameCallGivesTheSameBits(DType dtype) {
        AttentionCase attention = supported(dtype, new Shape(6, 300, 40, 32, 12, false));
        GuardedTensor out = out(attention);
        GuardedTensor buffer = columns(attention, allKeys(attention), false);
        attend(attention, out, capture(CaptureAxis.KEYS, allKeys(attention), buffer, 1));
        byte[] firstOut = out.bytes();
        byte[] firstMaps = buffer.bytes();
        for (int i = 0; i < 5; i++) {
            buffer.fill(0);
            attend(attention, out, capture(CaptureAxis.KEYS, allKeys(attention), buffer, 1));
            assertThat(out.bytes()).as("output, seed %d", seed).isEqualTo(firstOut);
            assertThat(buffer.bytes()).as("maps, seed %d", seed).isEqualTo(firstMaps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64, 128, 192, 256})
    void headsMayBeAsWideAs256(int headDim) {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(2, 33, 21, headDim, 7, false));
        GuardedTensor out = out(attention);
        attend(attention, out, null);
        assertThat(relativeError(out.values(), attention.output()))
                .as("output, seed %d", seed)
                .isLessThan(outputTolerance(DType.FLOAT32));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void noQueryAndOneQueryAreFine(int queries) {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(3, queries, 5, 16, 3, false));
        GuardedTensor out = out(attention);
        GuardedTensor buffer = columns(attention, new int[] {0, 4}, false);
        attend(attention, out, capture(CaptureAxis.KEYS, new int[] {0, 4}, buffer, 1));
        assertThat(relativeError(out.values(), attention.output()))
                .as("seed %d", seed)
                .isLessThan(1e-5);
        assertThat(relativeError(buffer.values(), meanOverHeads(attention, new int[] {0, 4})))
                .as("seed %d", seed)
                .isLessThan(1e-5);
    }

    @Test
    void oneKeyGetsAllAttention() {
        AttentionCase attention = supported(DType.FLOAT32, new Shape(2, 9, 1, 16, 0, false));
        GuardedTensor buffer = columns(attention, new int[] {0}, false);
        attend(attention, out(attention), capture(CaptureAxis.KEYS, new int[] {0}, buffer, 1));
        // exp of a rounded difference
        assertThat(buffer.values()).containsOnly(new double[] {1}, Offset.offset(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsNotSupportedIsRefusedWithTheReason(DType dtype) {
        MemorySegment memory = arena.allocate(8L * dtype.byteSize(), Long.BYTES);
        TensorView vector = TensorView.contiguous(memory, dtype, 1, 1, 8);
        AttentionInputs inputs = AttentionInputs.builder(AttentionCase.site(1), vector, vector, vector)
                .build();
        if (backend.supports(inputs.shape()) instanceof Support.Unsupported(String reason)) {
            assertThatThrownBy(() -> backend.attend(inputs, vector, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void workspaceIsStated() {
        AttentionCase attention = supported(DType.FLOAT32, Shape.random(random));
        assertThat(backend.workspaceBytes(attention.inputs().shape(), attention.keys))
                .isNotNegative();
    }

    private AttentionCase supported(DType dtype, Shape shape) {
        return supported(new AttentionCase(arena, random, dtype, shape));
    }

    private AttentionCase supported(AttentionCase attention) {
        Support support = backend.supports(attention.inputs().shape());
        if (support instanceof Support.Unsupported(String reason)) {
            Assumptions.abort(backend.id() + " does not do " + attention + ", because " + reason);
        }
        return attention;
    }

    private void attend(AttentionCase attention, GuardedTensor out, @Nullable Capture capture) {
        byte[] query = attention.query.bytes();
        byte[] key = attention.key.bytes();
        byte[] value = attention.value.bytes();
        backend.attend(attention.inputs(), out.view(), capture);
        assertThat(attention.query.bytes()).as("query, seed %d", seed).isEqualTo(query);
        assertThat(attention.key.bytes()).as("key, seed %d", seed).isEqualTo(key);
        assertThat(attention.value.bytes()).as("value, seed %d", seed).isEqualTo(value);
        out.assertPoisonIntact("the output");
    }

    private GuardedTensor out(AttentionCase attention) {
        return GuardedTensor.strided(
                arena, attention.dtype, random, attention.heads, attention.queries, attention.headDim);
    }

    private GuardedTensor columns(AttentionCase attention, int[] positions, boolean perHead) {
        return (perHead
                        ? GuardedTensor.dense(
                                arena, DType.FLOAT32, attention.heads, positions.length, attention.queries)
                        : GuardedTensor.dense(arena, DType.FLOAT32, positions.length, attention.queries))
                .fill(0);
    }

    private static Capture capture(CaptureAxis axis, int[] positions, GuardedTensor buffer, float weight) {
        return new Capture(axis, positions, buffer.view(), weight);
    }

    private static int[] allKeys(AttentionCase attention) {
        return IntStream.range(0, attention.keys).toArray();
    }

    private int[] someOf(int count) {
        return random.ints(0, count)
                .distinct()
                .limit(random.nextInt(1, count + 1))
                .toArray();
    }

    private static double[] meanOverHeads(AttentionCase attention, int[] positions) {
        double[][][] p = attention.probabilities();
        return Arrays.stream(positions)
                .boxed()
                .flatMapToDouble(k -> IntStream.range(0, attention.queries).mapToDouble(q -> meanOverHeads(p, q, k)))
                .toArray();
    }

    private static double meanOverHeads(double[][][] p, int q, int k) {
        double sum = 0;
        for (double[][] head : p) {
            sum += head[q][k];
        }
        return sum / p.length;
    }

    /** ‖a−b‖/‖b‖; 0 for two empty arrays. */
    private static double relativeError(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }

    /** Probabilities are float32 whatever the inputs; with bfloat16 a kernel may sum rounded products. */
    private static double mapTolerance(DType dtype) {
        return dtype == DType.FLOAT32 ? 1e-5 : 2e-3;
    }

    /** An output in bfloat16 is rounded to 8 bits, and so may its probabilities be: half a step is 2e-3. */
    private static double outputTolerance(DType dtype) {
        return dtype == DType.FLOAT32 ? 1e-5 : 8e-3;
    }
}
