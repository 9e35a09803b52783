package dev.ovi.runtime.media;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;

/** Converts pixel formats at one size. Holds one frame on each side, which it reuses. */
final class Scaler implements AutoCloseable {
    private static final int NEUTRAL = 1 << 16;

    private final SwsContext context;
    private final AVFrame source;
    private final AVFrame result;

    /** A converter without a colour matrix, or with ITU-R BT.601 where one side is YUV. */
    Scaler(PictureSize size, int from, int to) throws IOException {
        this(size, from, to, avutil.AVCOL_SPC_SMPTE170M, false);
    }

    /**
     * A converter.
     *
     * @param size of both sides
     * @param from the pixel format to read
     * @param to the pixel format to write
     * @param matrix FFmpeg's number of the YUV matrix, where one side is YUV
     * @param fullRange whether luma uses all 256 values, where one side is YUV
     */
    Scaler(PictureSize size, int from, int to, int matrix, boolean fullRange) throws IOException {
        Ffmpeg.load();
        int exact = swscale.SWS_BICUBIC
                | swscale.SWS_ACCURATE_RND
                | swscale.SWS_FULL_CHR_H_INT
                | swscale.SWS_FULL_CHR_H_INP;
        context = swscale.sws_getContext(
                size.width(),
                size.height(),
                from,
                size.width(),
                size.height(),
                to,
                exact,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (context == null) {
            throw new IOException("FFmpeg cannot convert pictures of " + size + " between pixel formats");
        }
        var coefficients = swscale.sws_getCoefficients(matrix);
        int range = fullRange ? 1 : 0;
        swscale.sws_setColorspaceDetails(context, coefficients, range, coefficients, range, 0, NEUTRAL, NEUTRAL);
        source = FramePixels.allocate(size.width(), size.height(), from);
        result = FramePixels.allocate(size.width(), size.height(), to);
    }

    /** A picture in the other format; the frame is valid until the next call. */
    AVFrame fromPicture(BufferedImage picture) throws IOException {
        FramePixels.fill(source, picture);
        return convert(source);
    }

    /** A frame in the other format; the frame is valid until the next call. */
    AVFrame convert(AVFrame frame) throws IOException {
        Ffmpeg.check(avutil.av_frame_make_writable(result), "cannot write into a frame");
        Ffmpeg.check(
                swscale.sws_scale(
                        context, frame.data(), frame.linesize(), 0, frame.height(), result.data(), result.linesize()),
                "cannot convert a frame");
        return result;
    }

    @Override
    public void close() {
        avutil.av_frame_free(source);
        avutil.av_frame_free(result);
        swscale.sws_freeContext(context);
    }
}
