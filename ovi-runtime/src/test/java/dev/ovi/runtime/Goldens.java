package dev.ovi.runtime;

import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.nio.file.Path;

/** What upstream's code computes with the small checkpoint, stage by stage. */
public final class Goldens implements AutoCloseable {
    private final TensorSource source;

    private Goldens(TensorSource source) {
        this.source = source;
    }

    /** Single parts, in float32 on a CPU. */
    public static Goldens units() {
        return open("units_fp32cpu");
    }

    /** The first prompt's run, in float32 on a CPU. */
    public static Goldens run() {
        return open("p0_fp32cpu");
    }

    /** The first prompt's run in upstream's own types on a GPU; of it only what a bound is made from. */
    public static Goldens runInBfloat16() {
        return open("p0_bf16cuda");
    }

    private static Goldens open(String name) {
        return new Goldens(TensorFiles.open(directory().resolve("goldens").resolve(name + ".safetensors")));
    }

    /** A file of the small checkpoint. */
    public static Path checkpoint(String file) {
        return directory().resolve("ckpts").resolve(file);
    }

    /** Where the small checkpoint's files lie. */
    public static CheckpointLayout layout() {
        return CheckpointLayout.of(directory().resolve("ckpts"));
    }

    /** The small checkpoint's sizes. */
    public static ModelSpec spec() {
        return layout().readSpec(ModelVariant.AREA_720_5S);
    }

    private static Path directory() {
        return Path.of("..", "examples", "tiny-ovi");
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return source.find(name).isPresent();
    }

    /** A tensor. */
    public Tensor tensor(Ops ops, String name) {
        return ops.fromView(source.tensor(name));
    }

    /** {@code ‖actual − expected‖ / ‖expected‖}. */
    public static double relativeError(Tensor actual, Tensor expected) {
        double[] a = actual.toDoubles();
        double[] b = expected.toDoubles();
        if (a.length != b.length) {
            throw new AssertionError(actual + " against " + expected);
        }
        double difference = 0;
        double length = 0;
        for (int i = 0; i < b.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            length += b[i] * b[i];
        }
        return Math.sqrt(difference / length);
    }

    /** Nothing to do: a file stays mapped as long as a tensor needs it. */
    @Override
    public void close() {}
}
