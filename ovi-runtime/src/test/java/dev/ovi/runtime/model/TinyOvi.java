package dev.ovi.runtime.model;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.model.fusion.BackboneConfiguration;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.TorchStages;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.Ops;

/** The checkpoints of the small model. */
public final class TinyOvi {
    private TinyOvi() {}

    /** The fusion transformer's weights. */
    public static WeightLoader fusion(Ops ops, DType dtype) {
        return loader(ops, dtype, "Ovi/model.safetensors");
    }

    /** The fusion transformer of {@link #fusion}'s weights, of which none may be left over. */
    public static FusionModel fusionModel(Ops ops, DType dtype, WeightLoader loader) {
        FusionModel model = FusionModel.load(
                compute(ops, dtype),
                new TorchStages(ops),
                DenseLinear::load,
                loader.weights(),
                backbone(16, 1.0),
                backbone(20, 0.22588));
        loader.verifyAllClaimed();
        return model;
    }

    /** On the CPU. */
    public static Compute compute(Ops ops, DType dtype) {
        return new Compute(ops, Device.CPU, dtype, ops.threads());
    }

    private static BackboneConfiguration backbone(int channels, double rotaryScale) {
        return new BackboneConfiguration(
                192,
                768,
                256,
                6,
                6,
                channels,
                channels,
                48,
                128,
                new BackboneConfiguration.Patch(1, 1, 1),
                true,
                true,
                rotaryScale,
                1e-6);
    }

    /** The text encoder's weights. */
    public static WeightLoader textEncoder(Ops ops, DType dtype) {
        return loader(ops, dtype, "Wan2.2-TI2V-5B/models_t5_umt5-xxl-enc-bf16.pth");
    }

    private static WeightLoader loader(Ops ops, DType dtype, String file) {
        TensorSource source = TensorFiles.open(Goldens.checkpoint(file));
        return new WeightLoader(ops, source, dtype, Device.CPU, "is the checkpoint complete?");
    }
}
