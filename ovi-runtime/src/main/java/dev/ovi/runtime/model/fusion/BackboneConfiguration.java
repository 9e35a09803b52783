package dev.ovi.runtime.model.fusion;

/**
 * The sizes of one backbone, as {@code video.json} and {@code audio.json} give them.
 *
 * @param dim width of a row
 * @param ffnDim width inside the feed-forward layer
 * @param freqDim width of the timestep's sinusoid
 * @param heads number of attention heads
 * @param layers number of blocks
 * @param inChannels channels of the latent
 * @param outChannels channels of the prediction
 * @param textLength keys that the text has, padding included
 * @param textDim width of the text encoder's features
 * @param patch latent frames, rows and columns that make a patch; 1×1×1 for audio
 * @param queryKeyNorm whether queries and keys are normed
 * @param crossAttentionNorm whether there is a norm before cross-attention
 * @param rotaryScale the factor on positions in time
 * @param epsilon what norms add to a variance
 */
public record BackboneConfiguration(
        int dim,
        int ffnDim,
        int freqDim,
        int heads,
        int layers,
        int inChannels,
        int outChannels,
        int textLength,
        int textDim,
        Patch patch,
        boolean queryKeyNorm,
        boolean crossAttentionNorm,
        double rotaryScale,
        double epsilon) {

    /**
     * The piece of a latent that becomes one row.
     *
     * @param frames latent frames
     * @param height rows
     * @param width columns
     */
    public record Patch(int frames, int height, int width) {

        /** Latent positions in a patch. */
        public int size() {
            return frames * height * width;
        }
    }

    /** Width of one head. */
    public int headDim() {
        return dim / heads;
    }
}
