package dev.ovi.runtime.generate;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.media.Sound;
import dev.ovi.runtime.media.VideoWriter;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.audio.AudioVae;
import dev.ovi.runtime.model.audio.Vocoder;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.video.DecodedClip;
import dev.ovi.runtime.model.video.PixelTensors;
import dev.ovi.runtime.model.video.VideoVae;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Turns clean latents into a film. The sound is decoded first, since it is small; frames go to the encoder as they are
 * decoded, and none is kept.
 */
public record FilmMaker(Ops ops, VideoVae videoVae, AudioVae audioVae, Vocoder vocoder, int sampleRate) {
    /** What {@link Taps} see of the sound, {@code [1, mels, 2L]}. */
    public static final String MEL = "film.mel";

    /** What {@link Taps} see of the frames, {@code [3, T, H, W]}, once a latent frame. */
    public static final String FRAMES = "film.frames";

    /** Receives the frames of a film. */
    @FunctionalInterface
    public interface FrameConsumer {

        /**
         * Takes the frames of one latent frame.
         *
         * @param frames {@code [T, H, W, 3]}, unsigned bytes, red first; valid while this call runs
         * @param done latent frames that are decoded
         * @param of of how many
         * @throws IOException if they cannot be written
         */
        void accept(Tensor frames, int done, int of) throws IOException;
    }

    /**
     * Writes a film.
     *
     * @param latents clean latents
     * @param format the shape of the video
     * @param target the file
     * @param observer hears of decoded latent frames
     * @throws OviException if the file cannot be written; nothing is left behind
     */
    void write(Latents latents, VideoFormat format, Path target, RunObserver observer) {
        Sound sound = new Sound.Samples(new AudioTrack(sound(latents.audio(), Taps.NONE), sampleRate));
        try (VideoWriter writer =
                VideoWriter.create(target, format.width(), format.height(), format.framesPerSecond(), sound)) {
            decodeFrames(latents.video(), Taps.NONE, (frames, done, of) -> {
                add(frames, writer);
                observer.progress(done, of);
            });
            writer.finish();
        } catch (IOException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Decodes sound.
     *
     * @param latent {@code [L, C]}
     * @param taps sees {@link #MEL}
     * @return the wave, in −1…1
     */
    public float[] sound(Tensor latent, Taps taps) {
        try (TensorScope scope = ops.scope()) {
            Tensor batch = ops.unsqueeze(ops.transpose(latent, 0, 1), 0); // [1, C, L]
            Tensor mel = audioVae.decode(batch); // [1, mels, 2L]
            taps.tap(MEL, mel);
            return ops.toHost(vocoder.forward(mel)).toFloats(); // [1, 1, samples]
        }
    }

    /**
     * Decodes frames, one latent frame after the other.
     *
     * @param latent {@code [C, F, h, w]}
     * @param taps sees {@link #FRAMES}
     * @throws IOException if the consumer throws it
     */
    public void decodeFrames(Tensor latent, Taps taps, FrameConsumer consumer) throws IOException {
        try (DecodedClip clip = videoVae.decode(latent)) {
            int latentFrames = Math.toIntExact(clip.latentFrames());
            for (int done = 1; clip.hasNext(); done++) {
                try (TensorScope scope = ops.scope()) {
                    Tensor frames = clip.next(); // [3, T, H, W]
                    taps.tap(FRAMES, frames);
                    consumer.accept(ops.toHost(PixelTensors.toBytes(ops, frames)), done, latentFrames);
                }
            }
        }
    }

    private static void add(Tensor frames, VideoWriter writer) throws IOException {
        int height = Math.toIntExact(frames.size(1));
        int width = Math.toIntExact(frames.size(2));
        long frameBytes = 3L * height * width;
        MemorySegment data = frames.data();
        for (long frame = 0; frame < frames.size(0); frame++) {
            writer.add(picture(data.asSlice(frame * frameBytes, frameBytes), width, height));
        }
    }

    private static BufferedImage picture(MemorySegment rgb, int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = unsigned(rgb, 3L * i) << 16 | unsigned(rgb, 3L * i + 1) << 8 | unsigned(rgb, 3L * i + 2);
        }
        return picture;
    }

    private static int unsigned(MemorySegment bytes, long at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }
}
