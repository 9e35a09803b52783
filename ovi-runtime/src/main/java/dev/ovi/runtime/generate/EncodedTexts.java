package dev.ovi.runtime.generate;

import dev.ovi.api.record.PromptText;
import dev.ovi.torch.Tensor;

/**
 * The texts of a run, as tokens and as the text encoder's features.
 *
 * @param prompt seen by both modalities in the conditional pass
 * @param videoNegative seen by the video in the negative pass
 * @param audioNegative seen by the audio in the negative pass
 */
record EncodedTexts(Encoded prompt, Encoded videoNegative, Encoded audioNegative) {

    /**
     * One text.
     *
     * @param text its tokens
     * @param features {@code [tokens, textDim]}
     */
    record Encoded(PromptText text, Tensor features) {}
}
