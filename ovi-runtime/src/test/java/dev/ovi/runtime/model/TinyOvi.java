package dev.ovi.runtime.model;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.TensorSource;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.torch.Ops;

/** The checkpoints of the small model. */
public final class TinyOvi {
    private TinyOvi() {}

    /** The fusion transformer's weights. */
    public static WeightLoader fusion(Ops ops, DType dtype) {
        return loader(ops, dtype, "Ovi/model.safetensors");
    }

    /** The text encoder's weights. */
    public static WeightLoader textEncoder(Ops ops, DType dtype) {
        return loader(ops, dtype, "Wan2.2-TI2V-5B/models_t5_umt5-xxl-enc-bf16.pth");
    }

    private static WeightLoader loader(Ops ops, DType dtype, String file) {
        TensorSource source = TensorSource.open(Goldens.checkpoint(file));
        return new WeightLoader(ops, source, dtype, Device.CPU, "is the checkpoint complete?");
    }
}
