package dev.ovi.runtime.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** An open media file. */
final class Demuxer implements AutoCloseable {
    /** FFmpeg paints text as a terminal would, whatever kind of text it is. */
    private static final String TEXT_AS_PICTURES = "tty";

    private final AVFormatContext context;
    private final String failure;

    /**
     * Opens a file and looks at its streams.
     *
     * @throws IOException if it is missing, or no media file
     */
    Demuxer(Path file) throws IOException {
        Ffmpeg.load();
        failure = "cannot read " + file;
        if (!Files.exists(file)) {
            throw new IOException(failure + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(failure + ": it is a folder");
        }
        context = new AVFormatContext(null);
        Ffmpeg.check(
                avformat.avformat_open_input(context, Ffmpeg.url(file), (AVInputFormat) null, (AVDictionary) null),
                failure);
        if (context.iformat().name().getString().equals(TEXT_AS_PICTURES)) {
            close();
            throw new IOException(failure + ": it is text");
        }
        try {
            Ffmpeg.check(avformat.avformat_find_stream_info(context, (AVDictionary) null), failure);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The index of the stream with pictures, if there is one. */
    Optional<Integer> bestVideo() {
        return best(avutil.AVMEDIA_TYPE_VIDEO);
    }

    /** The index of the stream with sound, if there is one. */
    Optional<Integer> bestSound() {
        return best(avutil.AVMEDIA_TYPE_AUDIO);
    }

    private Optional<Integer> best(int type) {
        int index = avformat.av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
        return index < 0 ? Optional.empty() : Optional.of(index);
    }

    AVStream stream(int index) {
        return context.streams(index);
    }

    AVCodecParameters parameters(int index) {
        return stream(index).codecpar();
    }

    AVRational timeBase(int index) {
        return stream(index).time_base();
    }

    /** FFmpeg's guess of how many frames are shown in a second. */
    AVRational frameRate(int index) {
        return avformat.av_guess_frame_rate(context, stream(index), null);
    }

    /** Skips all other streams. */
    void only(int index) {
        for (int i = 0; i < context.nb_streams(); i++) {
            stream(i).discard(i == index ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
    }

    /** Reads the next packet; false at the end. The caller unreferences it. */
    boolean read(AVPacket packet) throws IOException {
        int result = avformat.av_read_frame(context, packet);
        if (result == avutil.AVERROR_EOF) {
            return false;
        }
        Ffmpeg.check(result, failure);
        return true;
    }

    /** Goes to the last key frame that is not after a time. */
    void seek(int index, long timestamp) throws IOException {
        Ffmpeg.check(avformat.av_seek_frame(context, index, timestamp, avformat.AVSEEK_FLAG_BACKWARD), failure);
    }

    /** The start of every message. */
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        avformat.avformat_close_input(context);
    }
}
