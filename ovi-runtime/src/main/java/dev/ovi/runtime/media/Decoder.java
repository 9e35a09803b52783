package dev.ovi.runtime.media;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** One stream of a file, decoded frame by frame. */
final class Decoder implements AutoCloseable {
    /** More threads would only hold more frames. */
    private static final int MOST_THREADS = 4;

    private final Demuxer demuxer;
    private final int stream;
    private final AVCodecContext context;
    private final AVPacket packet;
    private boolean drained;

    /** Decodes a stream of a file that stays the caller's. */
    Decoder(Demuxer demuxer, int stream) throws IOException {
        this.demuxer = demuxer;
        this.stream = stream;
        var parameters = demuxer.parameters(stream);
        AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
        if (codec == null) {
            throw new IOException(demuxer.failure() + ": no decoder for "
                    + avcodec.avcodec_get_name(parameters.codec_id()).getString());
        }
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        try {
            Ffmpeg.check(avcodec.avcodec_parameters_to_context(context, parameters), demuxer.failure());
            context.pkt_timebase(demuxer.timeBase(stream));
            context.thread_count(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
            Ffmpeg.check(avcodec.avcodec_open2(context, codec, (AVDictionary) null), demuxer.failure());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    AVCodecContext context() {
        return context;
    }

    /** Decodes the next frame; false at the end. The caller unreferences it. */
    boolean next(AVFrame frame) throws IOException {
        while (true) {
            int result = avcodec.avcodec_receive_frame(context, frame);
            if (result >= 0) {
                return true;
            }
            if (result == avutil.AVERROR_EOF || (drained && result == avutil.AVERROR_EAGAIN())) {
                return false;
            }
            if (result != avutil.AVERROR_EAGAIN()) {
                Ffmpeg.check(result, demuxer.failure());
            }
            feed();
        }
    }

    private void feed() throws IOException {
        while (demuxer.read(packet)) {
            try {
                if (packet.stream_index() == stream) {
                    Ffmpeg.check(avcodec.avcodec_send_packet(context, packet), demuxer.failure());
                    return;
                }
            } finally {
                avcodec.av_packet_unref(packet);
            }
        }
        avcodec.avcodec_send_packet(context, null);
        drained = true;
    }

    /** Goes to the last key frame that is not after a time. */
    void seek(long timestamp) throws IOException {
        demuxer.seek(stream, timestamp);
        avcodec.avcodec_flush_buffers(context);
        drained = false;
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }
}
