package dev.ovi.runtime.media;

import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.runtime.base.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** Writes an animation in any of its formats, frame by frame. */
public final class AnimationWriter {
    /** For heat maps over photographs: no visible loss at about a tenth of the lossless size. */
    private static final String WEBP_QUALITY = "90";

    private AnimationWriter() {}

    /**
     * Writes an animation.
     *
     * @throws IOException if a frame cannot be drawn or the file cannot be written
     * @throws IllegalArgumentException if the format cannot hold the animation
     */
    public static WrittenFile write(Path target, AnimationFormat format, Animation animation) throws IOException {
        try (PaintedAhead ahead = new PaintedAhead(animation)) {
            return encode(target, format, ahead.animation());
        }
    }

    private static WrittenFile encode(Path target, AnimationFormat format, Animation animation) throws IOException {
        return switch (format) {
            case GIF -> GifWriter.write(target, animation);
            case MP4 -> video(target, animation);
            case APNG -> loop(target, animation, "apng", "apng", avutil.AV_PIX_FMT_RGB24, "plays", "pred", "mixed");
            case WEBP ->
                loop(target, animation, "libwebp_anim", "webp", FramePixels.FORMAT, "loop", "quality", WEBP_QUALITY);
        };
    }

    private static WrittenFile video(Path target, Animation animation) throws IOException {
        BufferedImage first = PictureSize.first(animation);
        Sound sound = animation.sound().<Sound>map(Sound.Copy::new).orElseGet(Sound.None::new);
        try (VideoWriter writer =
                VideoWriter.create(target, first.getWidth(), first.getHeight(), animation.framesPerSecond(), sound)) {
            writer.add(first);
            for (int i = 1; i < animation.frames(); i++) {
                writer.add(animation.painter().paint(i));
            }
            return writer.finish();
        }
    }

    private static WrittenFile loop(
            Path target,
            Animation animation,
            String codec,
            String format,
            int pixelFormat,
            String loopOption,
            String... codecOptions)
            throws IOException {
        BufferedImage first = PictureSize.first(animation);
        PictureSize size = PictureSize.of(first);
        AVRational frameRate = avutil.av_d2q(animation.framesPerSecond(), VideoWriter.RATE_PRECISION);
        AVRational timeBase = avutil.av_inv_q(frameRate);
        try (WholeFile file = WholeFile.create(target);
                Scaler scaler = new Scaler(size, FramePixels.FORMAT, pixelFormat);
                Encoder encoder = new Encoder(codec);
                Muxer muxer = new Muxer(file.path(), format, target)) {
            encoder.context()
                    .width(size.width())
                    .height(size.height())
                    .pix_fmt(pixelFormat)
                    .time_base(timeBase)
                    .framerate(frameRate);
            encoder.open(codecOptions);
            AVStream stream = muxer.addStream(encoder.context());
            muxer.begin(loopOption, "0");
            Encoder.PacketReceiver receiver = packet -> {
                if (packet.duration() == 0) {
                    packet.duration(1);
                }
                muxer.write(packet, timeBase, stream);
            };
            for (int i = 0; i < animation.frames(); i++) {
                BufferedImage picture =
                        size.require(i == 0 ? first : animation.painter().paint(i), i);
                AVFrame converted = scaler.fromPicture(picture);
                converted.pts(i).duration(1);
                encoder.encode(converted, receiver);
            }
            encoder.encode(null, receiver);
            muxer.finish();
            file.commit();
        }
        return new WrittenFile(target, Files.size(target), Optional.empty());
    }
}
