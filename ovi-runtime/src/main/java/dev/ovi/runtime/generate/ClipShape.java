package dev.ovi.runtime.generate;

import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.runtime.checkpoint.ModelSpec;

/**
 * The shapes of one clip, from its latents to its frames.
 *
 * @param spec the sizes of the model
 * @param size the size of the video's frames, multiples of the autoencoder's stride
 */
public record ClipShape(ModelSpec spec, FrameSize size) {

    /** {@code [channels, frames, height, width]}. */
    public long[] videoLatent() {
        var stride = spec.videoVae().stride();
        return new long[] {
            spec.video().inChannels(),
            spec.clip().videoLatentLength(),
            size.height() / stride.height(),
            size.width() / stride.width()
        };
    }

    /** {@code [positions, channels]}. */
    public long[] audioLatent() {
        return new long[] {spec.clip().audioLatentLength(), spec.audio().inChannels()};
    }

    /** The shape of the video. */
    public VideoFormat video() {
        return new VideoFormat(
                size.width(), size.height(), spec.videoFrames(), spec.clip().framesPerSecond());
    }

    /** Which video frames a latent frame stands for. */
    public FrameMapping frames() {
        return new FrameMapping(spec.videoFrames(), spec.videoVae().stride().frames());
    }
}
