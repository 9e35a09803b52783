package dev.ovi.runtime.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** Moves pixels between Java's pictures and FFmpeg's frames. */
final class FramePixels {
    /** The pixel format of {@link BufferedImage#TYPE_INT_RGB} with opaque alpha, in this machine's byte order. */
    static final int FORMAT = avutil.AV_PIX_FMT_RGB32;

    /** The alpha of every pixel. */
    static final int OPAQUE = 0xFF000000;

    private FramePixels() {}

    /** A frame with memory of its own; the caller frees it. */
    static AVFrame allocate(int width, int height, int format) throws IOException {
        AVFrame frame = avutil.av_frame_alloc();
        frame.width(width).height(height).format(format);
        int allocated = avutil.av_frame_get_buffer(frame, 0);
        if (allocated < 0) {
            avutil.av_frame_free(frame);
        }
        Ffmpeg.check(allocated, "cannot hold a picture of " + width + "×" + height);
        return frame;
    }

    /**
     * Fills a frame of {@link #FORMAT} with a picture. Where the frame is larger, the picture's last column and row are
     * repeated.
     */
    static void fill(AVFrame frame, BufferedImage picture) throws IOException {
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "cannot write into a frame");
        int width = picture.getWidth();
        int stride = frame.linesize(0);
        MemorySegment memory = memory(frame);
        int[] row = new int[frame.width()];
        int[] all = Rgb.pixels(picture);
        for (int y = 0; y < frame.height(); y++) {
            int source = Math.min(y, picture.getHeight() - 1);
            for (int x = 0, from = source * width; x < width; x++) {
                row[x] = all[from + x] | OPAQUE;
            }
            for (int x = width; x < row.length; x++) {
                row[x] = row[width - 1];
            }
            MemorySegment.copy(row, 0, memory, ValueLayout.JAVA_INT_UNALIGNED, (long) y * stride, row.length);
        }
    }

    /** A picture with the contents of a frame of {@link #FORMAT}. */
    static BufferedImage picture(AVFrame frame) {
        BufferedImage picture = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        MemorySegment memory = memory(frame);
        int width = frame.width();
        for (int y = 0; y < frame.height(); y++) {
            long from = (long) y * frame.linesize(0);
            MemorySegment.copy(memory, ValueLayout.JAVA_INT_UNALIGNED, from, pixels, y * width, width);
        }
        return picture;
    }

    /** The first plane of a frame. */
    static MemorySegment memory(AVFrame frame) {
        return MemorySegment.ofAddress(frame.data(0).address()).reinterpret((long) frame.linesize(0) * frame.height());
    }
}
