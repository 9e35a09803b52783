package dev.ovi.runtime.checkpoint;

import java.util.List;

/**
 * Every size of a model: those that upstream reads from {@code video.json} and {@code audio.json}, and those that its source
 * code fixes. Read by {@link CheckpointLayout#readSpec}.
 *
 * @param name what the model calls itself
 * @param clip what it makes
 * @param textLength keys that a text has for the transformer, padding included ({@code text_len})
 * @param trainTimesteps the timestep of pure noise ({@code num_train_timesteps})
 * @param textEncoder the text encoder
 * @param tokenizer how text becomes tokens
 * @param videoVae the video autoencoder
 * @param audioVae the audio autoencoder
 * @param mel how sound becomes a spectrogram
 * @param vocoder how a spectrogram becomes sound
 * @param video the transformer's video backbone
 * @param audio the transformer's audio backbone
 */
public record ModelSpec(
        String name,
        Clip clip,
        int textLength,
        int trainTimesteps,
        TextEncoder textEncoder,
        Tokenizer tokenizer,
        VideoVae videoVae,
        AudioVae audioVae,
        Mel mel,
        Vocoder vocoder,
        Backbone video,
        Backbone audio) {

    /**
     * What a model makes.
     *
     * @param videoLatentLength latent frames
     * @param audioLatentLength latent positions of sound
     * @param frameHeight height of a frame in pixels, when none is asked for
     * @param frameWidth width of a frame in pixels, when none is asked for
     * @param frameArea pixels of a frame, which the size of a given first frame is fitted to
     * @param framesPerSecond frames of a second of video
     * @param sampleRate samples of a second of sound
     */
    public record Clip(
            int videoLatentLength,
            int audioLatentLength,
            int frameHeight,
            int frameWidth,
            int frameArea,
            int framesPerSecond,
            int sampleRate) {}

    /**
     * The umT5 encoder.
     *
     * @param vocabulary number of pieces
     * @param dim width of a row
     * @param attentionDim width of all heads together
     * @param feedForwardDim width inside the feed-forward layer
     * @param heads attention heads
     * @param layers blocks
     * @param buckets classes of relative positions
     * @param sharedPositions whether all blocks use one table of position biases
     * @param maxDistance the distance from which on all positions share a class
     * @param epsilon what norms add to a mean square
     */
    public record TextEncoder(
            int vocabulary,
            int dim,
            int attentionDim,
            int feedForwardDim,
            int heads,
            int layers,
            int buckets,
            boolean sharedPositions,
            int maxDistance,
            double epsilon) {}

    /**
     * How text becomes tokens.
     *
     * @param path the tokenizer's folder, relative to the checkpoint's
     * @param padId the padding token
     * @param endId the token {@code </s>}
     * @param unknownId the token of what the tokenizer does not know
     * @param cleaning what is done to a text first; only {@code whitespace} is known
     */
    public record Tokenizer(String path, int padId, int endId, int unknownId, String cleaning) {}

    /**
     * The Wan 2.2 video autoencoder.
     *
     * @param dim channels of the encoder's first level
     * @param decoderDim channels of the decoder's last level
     * @param latentChannels channels of a latent ({@code z_dim})
     * @param multipliers channels of each level as multiples of the first's
     * @param residualBlocks residual blocks of a level
     * @param halvesTime whether the encoder halves time after each level but the last
     * @param stride video frames, rows and columns of a latent position, as {@code vae_stride} has them
     * @param latentMean mean of each latent channel over the training data
     * @param latentStd standard deviation of each latent channel over the training data
     */
    public record VideoVae(
            int dim,
            int decoderDim,
            int latentChannels,
            List<Integer> multipliers,
            int residualBlocks,
            List<Boolean> halvesTime,
            Extent stride,
            List<Double> latentMean,
            List<Double> latentStd) {}

    /**
     * MMAudio's autoencoder of spectrograms.
     *
     * @param melBands bands of the spectrogram ({@code data_dim})
     * @param latentChannels channels of a latent ({@code embed_dim})
     * @param hiddenDim channels of the first level
     */
    public record AudioVae(int melBands, int latentChannels, int hiddenDim) {}

    /**
     * The spectrogram.
     *
     * @param sampleRate samples of a second
     * @param fftSize samples of a transform
     * @param bands number of bands
     * @param hop samples from one column to the next
     * @param window samples of the window
     * @param lowest the lowest frequency in Hz
     * @param highest the highest frequency in Hz
     * @param logarithm what is applied to magnitudes: {@code log10} or {@code log}
     */
    public record Mel(
            int sampleRate,
            int fftSize,
            int bands,
            int hop,
            int window,
            double lowest,
            double highest,
            String logarithm) {}

    /**
     * The BigVGAN vocoder.
     *
     * @param resblock the kind of residual block; only {@code 1} is known
     * @param bands bands of the spectrogram
     * @param upsampleRates how many times longer each level makes its input
     * @param upsampleKernels the kernel of each level's transposed convolution
     * @param initialChannels channels before the first level
     * @param resblockKernels kernels of a level's residual blocks
     * @param resblockDilations dilations in each of them
     * @param activation the activation's name; only {@code snakebeta} is known
     * @param logScale whether the activation's parameters are stored as logarithms
     */
    public record Vocoder(
            String resblock,
            int bands,
            List<Integer> upsampleRates,
            List<Integer> upsampleKernels,
            int initialChannels,
            List<Integer> resblockKernels,
            List<List<Integer>> resblockDilations,
            String activation,
            boolean logScale) {}

    /**
     * One backbone of the fusion transformer.
     *
     * @param patch latent frames, rows and columns of a patch; 1×1×1 for sound
     * @param dim width of a row
     * @param feedForwardDim width inside the feed-forward layer
     * @param frequencyDim width of the timestep's sinusoid
     * @param heads attention heads
     * @param layers blocks
     * @param inChannels channels of a latent
     * @param outChannels channels of a prediction
     * @param textLength keys of a text
     * @param textDim width of the text encoder's rows
     * @param queryKeyNorm whether queries and keys are normed
     * @param crossAttentionNorm whether there is a norm before cross-attention
     * @param epsilon what norms add to a variance
     * @param rotaryScale the factor on positions in time ({@code temporal_rope_scaling_factor})
     */
    public record Backbone(
            Extent patch,
            int dim,
            int feedForwardDim,
            int frequencyDim,
            int heads,
            int layers,
            int inChannels,
            int outChannels,
            int textLength,
            int textDim,
            boolean queryKeyNorm,
            boolean crossAttentionNorm,
            double epsilon,
            double rotaryScale) {}

    /** A box of frames, rows and columns. */
    public record Extent(int frames, int height, int width) {}

    /** Video frames of a clip: one for the first latent frame, and a stride of them for each that follows. */
    public int videoFrames() {
        return 1 + (clip.videoLatentLength - 1) * videoVae.stride.frames;
    }
}
