package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.generate.OviModel;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs every stage of a checkpoint on the inputs of golden files. Everything about a golden is read from the file itself and
 * from the checkpoint's own sizes.
 *
 * @param compute what to compute with; each golden's type replaces its own
 * @param checkpoint the checkpoint's folder
 * @param wanted which of its models, where it holds that; otherwise the first that it holds
 * @param backends chooses what computes attention of these shapes
 */
public record Parity(
        Compute compute,
        Path checkpoint,
        ModelVariant wanted,
        Function<List<AttentionShape>, AttentionBackends> backends) {

    /**
     * Compares.
     *
     * @param goldens the folder with golden files
     * @param rows receives a row for each tensor
     */
    public void run(Path goldens, Consumer<ParityRow> rows) {
        List<GoldenFile> files = GoldenFile.in(goldens);
        for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
            List<GoldenFile> ofType =
                    files.stream().filter(file -> file.computedIn() == dtype).toList();
            if (!ofType.isEmpty()) {
                run(ofType, files, dtype, rows);
            }
        }
    }

    private void run(List<GoldenFile> files, List<GoldenFile> all, DType dtype, Consumer<ParityRow> rows) {
        CheckpointLayout layout = CheckpointLayout.of(checkpoint);
        List<ModelVariant> there = layout.variants();
        ModelVariant variant = there.isEmpty() || there.contains(wanted) ? wanted : there.getFirst();
        Ops ops = compute.ops();
        try (TensorScope scope = ops.scope();
                OviModel model = OviModel.open(compute.in(dtype), layout, variant)) {
            for (GoldenFile file : files) {
                var comparison = new GoldenComparison(ops, file, inFloat32(file, all), rows);
                if (file.isUnits()) {
                    new UnitParity(model, file, comparison).run();
                } else {
                    new RunParity(model, file, comparison, backends).run();
                }
            }
        }
    }

    private static @Nullable GoldenFile inFloat32(GoldenFile file, List<GoldenFile> all) {
        if (file.computedIn() == DType.FLOAT32 || file.isUnits()) {
            return null;
        }
        return all.stream()
                .filter(other -> !other.isUnits() && other.computedIn() == DType.FLOAT32)
                .filter(other -> other.config().equals(file.config()))
                .findFirst()
                .orElse(null);
    }
}
