package dev.ovi.runtime.media;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.FrameSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * A video file, decoded frame by frame. One frame is held at a time. Opening it reads the packets once, without decoding,
 * so that the number of frames is exact and every frame can be found.
 */
public final class VideoFile implements FrameSource, AutoCloseable {
    private final Path file;
    private final Demuxer demuxer;
    private final Decoder decoder;
    private final int stream;
    private final Timeline timeline;
    private final VideoFormat format;
    private final AVFrame frame;
    private @Nullable Scaler scaler;
    private int scalerKey;
    private int current = -1;

    private VideoFile(Path file, CloseableStack resources) throws IOException {
        this.file = file;
        demuxer = resources.add(new Demuxer(file));
        stream = demuxer.bestVideo().orElseThrow(() -> new IOException("cannot read " + file + ": no video in it"));
        demuxer.only(stream);
        timeline = Timeline.scan(demuxer, stream);
        if (timeline.count() == 0) {
            throw new IOException("cannot read " + file + ": a video without frames");
        }
        decoder = resources.add(new Decoder(demuxer, stream));
        decoder.seek(timeline.start());
        var parameters = demuxer.parameters(stream);
        double rate = avutil.av_q2d(demuxer.frameRate(stream));
        format = new VideoFormat(parameters.width(), parameters.height(), timeline.count(), rate);
        frame = avutil.av_frame_alloc();
    }

    /**
     * Opens a video.
     *
     * @throws IOException if there is no such file, or it is no video
     */
    public static VideoFile open(Path file) throws IOException {
        Ffmpeg.load();
        CloseableStack resources = new CloseableStack();
        try {
            return new VideoFile(file, resources);
        } catch (IOException | RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    @Override
    public VideoFormat format() {
        return format;
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    @Override
    public synchronized BufferedImage frame(int index) throws IOException {
        Objects.checkIndex(index, format.frames());
        if (index != current) {
            decode(index);
        }
        return FramePixels.picture(converter().convert(frame));
    }

    @Override
    public Optional<AudioTrack> audio() throws IOException {
        return SoundReader.read(file);
    }

    private void decode(int index) throws IOException {
        int next = current + 1;
        current = -1;
        boolean jump = index < next || timeline.keyFrameBetween(next, index);
        if (jump) {
            decoder.seek(timeline.time(index));
        }
        if (advance(index, jump ? -1 : next)) {
            return;
        }
        // The key frame before it may be shown after it: only the way from the start is safe then.
        decoder.seek(timeline.start());
        if (!advance(index, -1)) {
            throw new IOException("cannot read " + file + ": frame " + index + " of " + format.frames()
                    + " is missing; is the file complete?");
        }
    }

    /** Decodes until a frame is found; false if it did not come. */
    private boolean advance(int index, int expected) throws IOException {
        int next = expected;
        do {
            avutil.av_frame_unref(frame);
            if (!decoder.next(frame)) {
                return false;
            }
            int found = timeline.index(frame.best_effort_timestamp(), next);
            if (found == index) {
                current = index;
                return true;
            }
            next = found + 1;
        } while (next <= index);
        return false;
    }

    private Scaler converter() throws IOException {
        if (frame.width() != format.width() || frame.height() != format.height()) {
            throw new IOException("cannot read " + file + ": its size changes from " + format.width() + "×"
                    + format.height() + " to " + frame.width() + "×" + frame.height());
        }
        boolean fullRange = frame.color_range() == avutil.AVCOL_RANGE_JPEG;
        int key = Arrays.hashCode(new int[] {frame.format(), frame.colorspace(), fullRange ? 1 : 0});
        Scaler present = scaler;
        if (present == null || key != scalerKey) {
            if (present != null) {
                present.close();
            }
            present = new Scaler(
                    new PictureSize(frame.width(), frame.height()),
                    frame.format(),
                    FramePixels.FORMAT,
                    frame.colorspace(),
                    fullRange);
            scaler = present;
            scalerKey = key;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
        avutil.av_frame_free(frame);
        decoder.close();
        demuxer.close();
    }

    /** When each frame is shown, in the stream's time base, ascending. */
    private record Timeline(long[] times, boolean[] keys) {

        static Timeline scan(Demuxer demuxer, int stream) throws IOException {
            AVPacket packet = avcodec.av_packet_alloc();
            long[] entries = new long[256]; // twice the time, plus one for a key frame: sorts as the time does
            int count = 0;
            long packets = 0;
            try {
                while (demuxer.read(packet)) {
                    boolean ours = packet.stream_index() == stream;
                    packets += ours ? 1 : 0;
                    if (ours && (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0) {
                        long time = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
                        if (time == avutil.AV_NOPTS_VALUE) {
                            throw new IOException(demuxer.failure() + ": its frames have no times");
                        }
                        if (count == entries.length) {
                            entries = Arrays.copyOf(entries, 2 * count);
                        }
                        entries[count++] = 2 * time + (packet.flags() & avcodec.AV_PKT_FLAG_KEY);
                    }
                    avcodec.av_packet_unref(packet);
                }
            } finally {
                avcodec.av_packet_free(packet);
            }
            long promised = demuxer.stream(stream).nb_frames();
            if (packets < promised) {
                throw new IOException(
                        demuxer.failure() + ": it was cut off after " + packets + " of " + promised + " frames");
            }
            Arrays.sort(entries, 0, count);
            long[] times = new long[count];
            boolean[] keys = new boolean[count];
            for (int i = 0; i < count; i++) {
                times[i] = entries[i] >> 1;
                keys[i] = (entries[i] & 1) != 0;
            }
            return new Timeline(times, keys);
        }

        int count() {
            return times.length;
        }

        long start() {
            return times[0];
        }

        long time(int index) {
            return times[index];
        }

        /** The index of a decoded frame; what was expected, where its time says nothing. */
        int index(long time, int expected) {
            int found = Arrays.binarySearch(times, time);
            return found >= 0 ? found : Math.max(expected, 0);
        }

        /** Whether skipping ahead saves decoding. */
        boolean keyFrameBetween(int next, int index) {
            for (int i = next + 1; i <= index; i++) {
                if (keys[i]) {
                    return true;
                }
            }
            return false;
        }
    }
}
