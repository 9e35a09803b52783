package dev.ovi.runtime.model.audio;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.checkpoint.ModelSpec;
import dev.ovi.runtime.checkpoint.Weights;
import dev.ovi.runtime.model.Taps;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;

/**
 * BigVGAN: from a mel spectrogram to a wave, by transposed convolutions that raise the rate step by step, with periodic
 * activations between them. Source: upstream's {@code BigVGANVocoder} in {@code mmaudio/ext/bigvgan/models.py}.
 */
public final class Vocoder implements AutoCloseable {
    private final Ops ops;
    private final Conv1d convIn;
    private final List<Stage> stages;
    private final AntiAliasedSnake activationOut;
    private final Conv1d convOut;
    private final List<Tensor> owned;

    /** A step to a higher rate, and the blocks at that rate, whose outputs are averaged. */
    record Stage(TransposedConv1d upsampling, List<AmpBlock> blocks) {}

    Vocoder(
            Ops ops,
            Conv1d convIn,
            List<Stage> stages,
            AntiAliasedSnake activationOut,
            Conv1d convOut,
            List<Tensor> owned) {
        this.ops = ops;
        this.convIn = convIn;
        this.stages = List.copyOf(stages);
        this.activationOut = activationOut;
        this.convOut = convOut;
        this.owned = List.copyOf(owned);
    }

    /**
     * Claims the vocoder's tensors.
     *
     * @param weights under {@code generator} in {@code best_netG.pt}, in float32: they are put together before they are
     *     rounded
     * @param dtype the type of weights and activations: float32, or bfloat16 as upstream has it
     */
    public static Vocoder load(Ops ops, Weights weights, ModelSpec.Vocoder spec, DType dtype) {
        return new VocoderLoader(ops, weights, spec, dtype).load();
    }

    /**
     * The wave of a spectrogram.
     *
     * @param mel {@code [B, mels, L]}, decadic logarithms
     * @return {@code [B, 1, L·hop]} in [−1, 1], where hop is the product of the stages' rates
     */
    public Tensor forward(Tensor mel) {
        return forward(mel, Taps.NONE);
    }

    /**
     * As {@link #forward(Tensor)}.
     *
     * @param taps sees {@code audio.vocode.stage{i}}, {@code [B, C, L]}
     */
    public Tensor forward(Tensor mel, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor x = convIn.forward(ops, mel); // [B, C, L]
            for (int i = 0; i < stages.size(); i++) {
                x = forward(stages.get(i), x); // [B, C/2, L·rate]
                taps.tap("audio.vocode.stage" + i, x);
            }
            x = convOut.forward(ops, activationOut.forward(ops, x)); // [B, 1, L·hop]
            return scope.keep(ops.to(ops.tanh(x), DType.FLOAT32));
        }
    }

    private Tensor forward(Stage stage, Tensor x) {
        try (TensorScope scope = ops.scope()) {
            Tensor up = stage.upsampling.forward(ops, x); // [B, C/2, L·rate]
            Tensor sum = stage.blocks.getFirst().forward(ops, up);
            for (AmpBlock block : stage.blocks.subList(1, stage.blocks.size())) {
                sum = ops.add(sum, block.forward(ops, up));
            }
            return scope.keep(ops.div(sum, stage.blocks.size()));
        }
    }

    /** Frees what was made of the weights. */
    @Override
    public void close() {
        owned.forEach(Tensor::close);
    }
}
