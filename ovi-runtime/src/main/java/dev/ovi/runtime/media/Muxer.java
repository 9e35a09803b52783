package dev.ovi.runtime.media;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** One file with its streams. */
final class Muxer implements AutoCloseable {
    private final AVFormatContext context;
    private final String failure;
    private final AVPacket outgoing;

    /**
     * Opens a file.
     *
     * @param file where to write; exists already
     * @param format FFmpeg's name of the format
     * @param shown the name that messages use
     */
    Muxer(Path file, String format, Path shown) throws IOException {
        Ffmpeg.load();
        failure = "cannot write " + shown;
        context = new AVFormatContext(null);
        Ffmpeg.check(avformat.avformat_alloc_output_context2(context, null, format, Ffmpeg.url(file)), failure);
        outgoing = avcodec.av_packet_alloc();
        AVIOContext io = new AVIOContext(null);
        int opened = avformat.avio_open(io, Ffmpeg.url(file), avformat.AVIO_FLAG_WRITE);
        if (opened < 0) {
            close();
        }
        Ffmpeg.check(opened, failure);
        context.pb(io);
    }

    /** Whether encoders must leave their headers to the file. */
    boolean wantsGlobalHeader() {
        return (context.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0;
    }

    /** A stream for an open encoder. */
    AVStream addStream(AVCodecContext encoder) throws IOException {
        AVStream stream = avformat.avformat_new_stream(context, null);
        Ffmpeg.check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder), failure);
        stream.time_base(encoder.time_base());
        stream.avg_frame_rate(encoder.framerate());
        return stream;
    }

    /** A stream that takes another file's packets as they are. */
    AVStream addCopy(AVCodecParameters parameters, AVRational timeBase) throws IOException {
        AVStream stream = avformat.avformat_new_stream(context, null);
        Ffmpeg.check(avcodec.avcodec_parameters_copy(stream.codecpar(), parameters), failure);
        stream.codecpar().codec_tag(0);
        stream.time_base(timeBase);
        return stream;
    }

    /** Whether a codec may lie in this kind of file. */
    boolean accepts(int codec) {
        return avformat.avformat_query_codec(context.oformat(), codec, avcodec.FF_COMPLIANCE_NORMAL) == 1;
    }

    /** Writes the header; options by name and value, alternating. */
    void begin(String... options) throws IOException {
        AVDictionary dictionary = Ffmpeg.options(options);
        try {
            Ffmpeg.check(avformat.avformat_write_header(context, dictionary), failure);
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    /** Writes a packet, which stays the caller's, in the order of time across streams. */
    void write(AVPacket packet, AVRational timeBase, AVStream stream) throws IOException {
        Ffmpeg.check(avcodec.av_packet_ref(outgoing, packet), failure);
        avcodec.av_packet_rescale_ts(outgoing, timeBase, stream.time_base());
        outgoing.stream_index(stream.index());
        outgoing.pos(-1);
        Ffmpeg.check(avformat.av_interleaved_write_frame(context, outgoing), failure);
    }

    /** Writes what is left and closes the file. Only after this is it whole. */
    void finish() throws IOException {
        Ffmpeg.check(avformat.av_write_trailer(context), failure);
        AVIOContext io = context.pb();
        avformat.avio_flush(io);
        Ffmpeg.check(io.error(), failure);
        context.pb(null);
        Ffmpeg.check(avformat.avio_close(io), failure);
    }

    @Override
    public void close() {
        if (context.pb() != null) {
            avformat.avio_close(context.pb());
            context.pb(null);
        }
        avcodec.av_packet_free(outgoing);
        avformat.avformat_free_context(context);
    }
}
