package dev.ovi.runtime.media;

import dev.ovi.api.visual.Animation;
import dev.ovi.runtime.base.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Looping GIFs with one palette over the whole clip.
 *
 * <p>The palette depends on every frame, so there are two passes: the first draws each frame, counts its colours and
 * spools it beside the target; the second reads the spool back and encodes. Memory is a few frames, whatever the length;
 * the spool takes four bytes a pixel while it lasts.
 */
final class GifWriter {
    private static final int LARGEST = 65535;
    /** Browsers show shorter delays as a tenth of a second. */
    private static final long SHORTEST_DELAY = 2;

    private static final String CENTISECONDS = "1/100";

    private GifWriter() {}

    /**
     * Writes a GIF.
     *
     * @throws IOException if a frame cannot be drawn or the file cannot be written
     * @throws IllegalArgumentException if GIF cannot hold the animation
     */
    static WrittenFile write(Path target, Animation animation) throws IOException {
        try (FrameSpool spool = new FrameSpool(target);
                WholeFile file = WholeFile.create(target)) {
            BufferedImage first = PictureSize.first(animation);
            PictureSize size = PictureSize.of(first);
            if (size.width() > LARGEST || size.height() > LARGEST) {
                throw new IllegalArgumentException("a GIF is at most 65535 pixels wide and high, not " + size);
            }
            AVFrame frame = FramePixels.allocate(size.width(), size.height(), FramePixels.FORMAT);
            try {
                AVFrame palette = collectPalette(animation, first, size, frame, spool);
                try {
                    encode(animation, size, frame, palette, spool, file.path(), target);
                } finally {
                    avutil.av_frame_free(palette);
                }
            } finally {
                avutil.av_frame_free(frame);
            }
            file.commit();
        }
        return new WrittenFile(target, Files.size(target), rounding(animation));
    }

    /** When a frame is due, in hundredths of a second from the start. */
    static long due(int index, double framesPerSecond) {
        return Math.round(index * Math.max(100 / framesPerSecond, SHORTEST_DELAY));
    }

    private static AVFrame collectPalette(
            Animation animation, BufferedImage first, PictureSize size, AVFrame frame, FrameSpool spool)
            throws IOException {
        String graph =
                FilterGraph.source("in", size.width(), size.height(), CENTISECONDS) + ",palettegen,buffersink@out";
        PaletteOrder order = new PaletteOrder();
        BufferedImage ordered = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        try (FilterGraph palettegen = new FilterGraph(graph)) {
            for (int i = 0; i < animation.frames(); i++) {
                BufferedImage picture =
                        size.require(i == 0 ? first : animation.painter().paint(i), i);
                FramePixels.fill(frame, picture);
                spool.write(frame);
                order.copy(Rgb.pixels(picture), Rgb.pixels(ordered));
                FramePixels.fill(frame, ordered);
                frame.pts(i);
                palettegen.push("in", frame);
            }
            palettegen.push("in", null);
            AVFrame palette = avutil.av_frame_alloc();
            try {
                palettegen.pull(palette);
                return palette;
            } catch (IOException e) {
                avutil.av_frame_free(palette);
                throw e;
            }
        }
    }

    private static void encode(
            Animation animation,
            PictureSize size,
            AVFrame frame,
            AVFrame palette,
            FrameSpool spool,
            Path file,
            Path target)
            throws IOException {
        String graph = FilterGraph.source("in", size.width(), size.height(), CENTISECONDS) + "[in];"
                + FilterGraph.source("palette", palette.width(), palette.height(), CENTISECONDS) + "[palette];"
                + "[in][palette]paletteuse=diff_mode=rectangle,buffersink@out";
        AVRational timeBase = avutil.av_make_q(1, 100);
        long end = due(animation.frames(), animation.framesPerSecond());
        long last = due(animation.frames() - 1, animation.framesPerSecond());
        AVFrame indexed = avutil.av_frame_alloc();
        try (FilterGraph paletteuse = new FilterGraph(graph);
                Encoder encoder = new Encoder("gif");
                Muxer muxer = new Muxer(file, "gif", target)) {
            encoder.context()
                    .width(size.width())
                    .height(size.height())
                    .pix_fmt(avutil.AV_PIX_FMT_PAL8)
                    .time_base(timeBase);
            encoder.open();
            AVStream stream = muxer.addStream(encoder.context());
            muxer.begin("loop", "0", "final_delay", Long.toString(end - last));
            palette.pts(0);
            paletteuse.push("palette", palette);
            paletteuse.push("palette", null);
            spool.rewind();
            for (int i = 0; i <= animation.frames(); i++) {
                boolean more = i < animation.frames();
                if (more) {
                    Ffmpeg.check(avutil.av_frame_make_writable(frame), "cannot write into a frame");
                    spool.read(frame);
                    frame.pts(due(i, animation.framesPerSecond()));
                }
                paletteuse.push("in", more ? frame : null);
                while (paletteuse.pull(indexed)) {
                    encoder.encode(indexed, packet -> muxer.write(packet, timeBase, stream));
                    avutil.av_frame_unref(indexed);
                }
            }
            encoder.encode(null, packet -> muxer.write(packet, timeBase, stream));
            muxer.finish();
        } finally {
            avutil.av_frame_free(indexed);
        }
    }

    private static Optional<String> rounding(Animation animation) {
        double wanted = 100 / animation.framesPerSecond();
        if (wanted < SHORTEST_DELAY) {
            return Optional.of(String.format(
                    Locale.ROOT, "GIF shows at most 50 frames a second: slowed down from %s", shown(animation)));
        }
        if (wanted == Math.rint(wanted) || animation.frames() == 1) {
            return Optional.empty();
        }
        long low = (long) Math.floor(wanted);
        return Optional.of(String.format(
                Locale.ROOT,
                "GIF counts hundredths of a second: delays of %.3f became %d and %d, right on average",
                wanted,
                low,
                low + 1));
    }

    private static String shown(Animation animation) {
        return String.format(Locale.ROOT, "%.3f", animation.framesPerSecond());
    }
}
