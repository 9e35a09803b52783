package dev.ovi.runtime.media;

import dev.ovi.runtime.base.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Writes an MP4 that plays in browsers: H.264 in yuv420p, ITU-R BT.709, AAC, the index in front. Frames are encoded as
 * they come; none is kept.
 *
 * <p>Odd widths and heights become even by repeating the last column or row.
 */
public final class VideoWriter implements AutoCloseable {
    /** Frame rates are fractions of numbers up to this: enough for 24000/1001. */
    static final int RATE_PRECISION = 1_001_000;

    /** H.264's quantiser, the same for all frames: what halving the chroma costs is more than what 20 adds. */
    private static final int QUANTISER = 20;

    /**
     * What the decoder is told to expect. Without it OpenH264 ignores the quantiser; with it the quantiser decides alone.
     */
    private static final double BITS_PER_PIXEL = 0.25;

    private final CloseableStack resources;
    private final Path target;
    private final PictureSize size;
    private final Optional<String> note;
    private final WholeFile file;
    private final Muxer muxer;
    private final Encoder encoder;
    private final Scaler scaler;
    private final SoundFeed sound;
    private final AVStream stream;
    private final AVRational timeBase;
    private final Encoder.PacketReceiver receiver;
    private int count;

    private VideoWriter(Path target, PictureSize size, double framesPerSecond, Sound wanted, CloseableStack resources)
            throws IOException {
        this.resources = resources;
        this.target = target;
        this.size = size;
        PictureSize even = new PictureSize(size.width() + size.width() % 2, size.height() + size.height() % 2);
        note = even.equals(size)
                ? Optional.empty()
                : Optional.of("H.264 wants even sizes: " + size + " became " + even);
        AVRational frameRate = avutil.av_d2q(framesPerSecond, RATE_PRECISION);
        timeBase = avutil.av_inv_q(frameRate);
        file = resources.add(WholeFile.create(target));
        scaler = resources.add(
                new Scaler(even, FramePixels.FORMAT, avutil.AV_PIX_FMT_YUV420P, avutil.AVCOL_SPC_BT709, false));
        muxer = resources.add(new Muxer(file.path(), "mp4", target));
        encoder = resources.add(new Encoder("libopenh264"));
        configure(encoder.context(), even, frameRate);
        encoder.open("rc_mode", "quality", "coder", "cabac", "allow_skip_frames", "0");
        stream = muxer.addStream(encoder.context());
        sound = resources.add(SoundFeed.of(wanted, muxer));
        muxer.begin("movflags", "+faststart");
        receiver = packet -> {
            packet.duration(1);
            muxer.write(packet, timeBase, stream);
        };
    }

    /**
     * Starts a video.
     *
     * @param target the file that is to appear
     * @param width of every frame
     * @param height of every frame
     * @param framesPerSecond how many frames are shown in a second
     * @param sound what is heard
     * @throws IOException if the file cannot be written, or the sound's file cannot be read
     */
    public static VideoWriter create(Path target, int width, int height, double framesPerSecond, Sound sound)
            throws IOException {
        PictureSize.requireSpeed(framesPerSecond);
        Ffmpeg.load();
        CloseableStack resources = new CloseableStack();
        try {
            return new VideoWriter(target, new PictureSize(width, height), framesPerSecond, sound, resources);
        } catch (IOException | RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private void configure(AVCodecContext context, PictureSize even, AVRational frameRate) {
        context.width(even.width())
                .height(even.height())
                .pix_fmt(avutil.AV_PIX_FMT_YUV420P)
                .time_base(timeBase)
                .framerate(frameRate)
                .gop_size((int) Math.max(1, Math.round(avutil.av_q2d(frameRate))))
                .bit_rate(Math.round(BITS_PER_PIXEL * even.width() * even.height() * avutil.av_q2d(frameRate)))
                .qmin(QUANTISER)
                .qmax(QUANTISER)
                .profile(avcodec.AV_PROFILE_H264_HIGH)
                .colorspace(avutil.AVCOL_SPC_BT709)
                .color_primaries(avutil.AVCOL_PRI_BT709)
                .color_trc(avutil.AVCOL_TRC_BT709)
                .color_range(avutil.AVCOL_RANGE_MPEG);
        if (muxer.wantsGlobalHeader()) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    /**
     * Adds the next frame.
     *
     * @throws IllegalArgumentException if it has another size than the video
     */
    public void add(BufferedImage picture) throws IOException {
        AVFrame frame = scaler.fromPicture(size.require(picture, count));
        frame.pts(count).colorspace(avutil.AVCOL_SPC_BT709).color_range(avutil.AVCOL_RANGE_MPEG);
        encoder.encode(frame, receiver);
        count++;
        sound.advance(count * avutil.av_q2d(timeBase));
    }

    /**
     * Ends the video: it appears under its name.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if there is no frame
     */
    public WrittenFile finish() throws IOException {
        if (count == 0) {
            throw new IllegalStateException("a video without frames cannot be written: " + target);
        }
        encoder.encode(null, receiver);
        sound.finish();
        muxer.finish();
        file.commit();
        close();
        return new WrittenFile(target, Files.size(target), note);
    }

    /** Gives the video up if it was not finished: nothing stays behind. */
    @Override
    public void close() throws IOException {
        resources.close();
    }
}
