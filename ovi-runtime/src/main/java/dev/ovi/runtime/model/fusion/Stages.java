package dev.ovi.runtime.model.fusion;

import dev.ovi.runtime.model.Linear;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages that blocks are made of, apart from attention: each has its name and its one place here. How a stage computes
 * is an implementation's business, chosen once, where a model is opened; every other one is compared with
 * {@link TorchStages}. Stages belong to the thread of the operators they were made with, and results to the innermost open
 * scope there.
 */
public interface Stages {

    /** The same stages for another thread. */
    Stages on(Ops other);

    /**
     * Modulated layer norm, {@code norm(x)·(1 + scale) + shift}, whose norm has no weights of its own.
     *
     * @param x {@code [L, dim]}
     * @param modulations for each range of rows, in order, all of them together covering x
     * @param epsilon what is added to the variance
     * @return {@code [L, dim]}
     */
    Tensor modulatedLayerNorm(Tensor x, List<Modulation> modulations, double epsilon);

    /**
     * Gated residual, {@code x + y·gate}.
     *
     * @param x {@code [L, dim]}
     * @param y {@code [L, dim]}; used up
     * @param gates for each range of rows, in order, all of them together covering x
     * @return {@code [L, dim]}
     */
    Tensor gatedResidual(Tensor x, Tensor y, List<Gate> gates);

    /** Layer norm with learnt scale and shift, {@code [L, dim]} to the same shape; x itself where there is no norm. */
    Tensor layerNorm(Tensor x, @Nullable LayerNorm norm);

    /**
     * Root-mean-square norm over the whole width, not over a head: {@code [L, dim]} to the same shape; x itself where there
     * is no norm.
     */
    Tensor rmsNorm(Tensor x, @Nullable RmsNorm norm);

    /** Rotary position embedding, computed in float32: {@code [L, heads, headDim]}, dense, to the same shape. */
    Tensor rotate(Tensor x, RotaryTable table);

    /**
     * A linear map whose result is added to a sequence: {@code residual + map(x)}.
     *
     * @param residual {@code [L, out]}
     * @param x {@code [L, in]}
     * @return {@code [L, out]}
     */
    Tensor linearResidual(Tensor residual, Tensor x, Linear map);

    /** The feed-forward layer, {@code down(gelu(up(x)))} with the approximation by tanh: {@code [L, dim]} to the same shape. */
    Tensor feedForward(Tensor x, Linear up, Linear down);
}
