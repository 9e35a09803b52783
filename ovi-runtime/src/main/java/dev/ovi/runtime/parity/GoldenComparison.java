package dev.ovi.runtime.parity;

import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares results with one golden file, a row a tensor. */
final class GoldenComparison {
    /** Decibels of the peak that decoded frames may differ by. */
    private static final double FRAMES_PSNR = 45;

    /** float32 sums of a stage in another order than upstream's. */
    private static final double STAGE = 1e-4;

    /** The same after all steps of a trajectory, and for attention maps. */
    private static final double TRAJECTORY = 1e-3;

    /** 40 dB between a waveform and its error. */
    private static final double WAVE = 1e-2;

    /** How much further than upstream's own bfloat16 ours may be from upstream's float32. */
    private static final double BFLOAT16_FACTOR = 2;

    /**
     * What came of several steps in bfloat16. Small differences grow from step to step, and upstream itself moves by percents
     * from its float32 (a tenth was seen between it and us): the bound tells a wrong step from rounding, and no more.
     */
    private static final double BFLOAT16_TRAJECTORY = 0.5;

    private final Ops ops;
    private final GoldenFile golden;
    private final @Nullable GoldenFile inFloat32;
    private final Consumer<ParityRow> rows;

    /** @param inFloat32 the same run in float32, where {@code golden} is in bfloat16 and there is such a file */
    GoldenComparison(Ops ops, GoldenFile golden, @Nullable GoldenFile inFloat32, Consumer<ParityRow> rows) {
        this.ops = ops;
        this.golden = golden;
        this.inFloat32 = inFloat32;
        this.rows = rows;
    }

    /** A stage, or a single forward pass: bounded in both types. */
    void stage(String name, Tensor actual) {
        compare(name, actual, golden.computedIn() == DType.FLOAT32 ? STAGE : bfloat16Bound(name));
    }

    /**
     * Decoded frames, {@code [3, T, H, W]}. Upstream's decoder does not clip, its wrapper does, to −1…1: a golden may hold
     * either. It may also hold a single frame without the dimension of time.
     */
    void decoded(String name, Tensor actual) {
        if (!golden.has(name)) {
            return;
        }
        try (TensorScope scope = ops.scope()) {
            Tensor expected = golden.tensor(ops, name);
            double most = ops.toHost(ops.amax(ops.flatten(ops.abs(expected), 0, -1), false, 0))
                    .item();
            Tensor clipped = most <= 1 ? ops.clamp(actual, -1, 1) : actual;
            stage(name, expected.rank() == 3 && actual.size(1) == 1 ? ops.squeeze(clipped, 1) : clipped);
        }
    }

    /** Attention maps of a single forward pass. */
    void maps(String name, Tensor actual) {
        compare(name, actual, golden.computedIn() == DType.FLOAT32 ? TRAJECTORY : bfloat16Bound(name));
    }

    /** What came of several steps. */
    void trajectory(String name, Tensor actual) {
        compare(name, actual, golden.computedIn() == DType.FLOAT32 ? TRAJECTORY : BFLOAT16_TRAJECTORY);
    }

    /** A waveform. */
    void wave(String name, Tensor actual) {
        compare(name, actual, golden.computedIn() == DType.FLOAT32 ? WAVE : BFLOAT16_TRAJECTORY);
    }

    /** Frames as bytes: the bound is a peak signal-to-noise ratio, expressed as a relative error. */
    void frames(String name, Tensor actual) {
        if (!golden.has(name)) {
            return;
        }
        double[] expected = ops.toHost(golden.tensor(ops, name)).toDoubles();
        double rms = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum() / expected.length);
        double bound = 255 * Math.pow(10, -FRAMES_PSNR / 20) / rms;
        compare(name, actual, golden.computedIn() == DType.FLOAT32 ? bound : Double.NaN);
    }

    /** Integers, which must be equal. */
    void exact(String name, Tensor actual) {
        compare(name, actual, 0);
    }

    void exact(String name, long[] actual) {
        if (golden.has(name)) {
            exact(name, ops.tensor(actual, golden.tensor(ops, name).shape()));
        }
    }

    void exact(String name, List<Long> actual) {
        exact(name, actual.stream().mapToLong(Long::longValue).toArray());
    }

    void stage(String name, double[] actual) {
        if (golden.has(name)) {
            stage(name, ops.tensor(actual, golden.tensor(ops, name).shape()));
        }
    }

    private double bfloat16Bound(String name) {
        if (inFloat32 == null || !inFloat32.has(name) || !golden.has(name)) {
            return Double.NaN;
        }
        try (TensorScope scope = ops.scope()) {
            double[] rounded = ops.toHost(golden.tensor(ops, name)).toDoubles();
            double[] exact = ops.toHost(inFloat32.tensor(ops, name)).toDoubles();
            return BFLOAT16_FACTOR * relative(rounded, exact);
        }
    }

    private void compare(String name, Tensor actual, double bound) {
        if (!golden.has(name)) {
            return;
        }
        try (TensorScope scope = ops.scope()) {
            Tensor expected = golden.tensor(ops, name);
            String row = golden.name() + "/" + name;
            String dtype = expected.dtype().safetensorsName();
            if (!Arrays.equals(actual.shape(), expected.shape())) {
                rows.accept(new ParityRow(
                        row + " (shape " + Arrays.toString(actual.shape()) + ", expected "
                                + Arrays.toString(expected.shape()) + ")",
                        dtype,
                        Double.NaN,
                        Double.NaN,
                        bound,
                        ParityRow.Status.FAIL));
                return;
            }
            double[] ours = ops.toHost(actual).toDoubles();
            double[] theirs = ops.toHost(expected).toDoubles();
            rows.accept(ParityRow.of(row, dtype, maxAbs(ours, theirs), relative(ours, theirs), bound));
        }
    }

    private static double maxAbs(double[] a, double[] b) {
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs(a[i] - b[i]);
            max = difference <= max ? max : difference; // keeps a NaN
        }
        return max;
    }

    private static double relative(double[] a, double[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += b[i] * b[i];
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }

    /** Tensors of several steps as one, along a new first dimension. */
    Tensor stack(List<Tensor> steps) {
        return ops.stack(steps, 0);
    }
}
