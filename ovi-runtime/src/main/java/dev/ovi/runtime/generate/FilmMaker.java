package dev.ovi.runtime.generate;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.media.Sound;
import dev.ovi.runtime.media.VideoWriter;
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
record FilmMaker(Ops ops, VideoVae videoVae, AudioVae audioVae, Vocoder vocoder, int sampleRate) {

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
        Sound sound = new Sound.Samples(new AudioTrack(wave(latents.audio()), sampleRate));
        try (DecodedClip clip = videoVae.decode(latents.video());
                VideoWriter writer =
                        VideoWriter.create(target, format.width(), format.height(), format.framesPerSecond(), sound)) {
            int latentFrames = Math.toIntExact(clip.latentFrames());
            for (int done = 1; clip.hasNext(); done++) {
                addFrames(clip, writer);
                observer.progress(done, latentFrames);
            }
            writer.finish();
        } catch (IOException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The wave of an audio latent {@code [L, C]}, in −1…1. */
    private float[] wave(Tensor latent) {
        try (TensorScope scope = ops.scope()) {
            Tensor batch = ops.unsqueeze(ops.transpose(latent, 0, 1), 0); // [1, C, L]
            Tensor mel = audioVae.decode(batch); // [1, mels, 2L]
            return ops.toHost(vocoder.forward(mel)).toFloats(); // [1, 1, samples]
        }
    }

    private void addFrames(DecodedClip clip, VideoWriter writer) throws IOException {
        try (TensorScope scope = ops.scope()) {
            Tensor bytes = ops.toHost(PixelTensors.toBytes(ops, clip.next())); // [T, H, W, 3]
            int height = Math.toIntExact(bytes.size(1));
            int width = Math.toIntExact(bytes.size(2));
            long frameBytes = 3L * height * width;
            MemorySegment data = bytes.data();
            for (long frame = 0; frame < bytes.size(0); frame++) {
                writer.add(picture(data.asSlice(frame * frameBytes, frameBytes), width, height));
            }
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
