package dev.ovi.runtime.media;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** One of FFmpeg's encoders: frames in, packets out. */
final class Encoder implements AutoCloseable {
    private final String name;
    private final AVCodecContext context;
    private final AVPacket packet;

    /** Receives packets; they are only lent. */
    @FunctionalInterface
    interface PacketReceiver {
        void accept(AVPacket packet) throws IOException;
    }

    /** An encoder that is not open yet, so that its {@link #context} can be set up. */
    Encoder(String name) throws IOException {
        Ffmpeg.load();
        this.name = name;
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(name);
        if (codec == null) {
            throw new IOException("this FFmpeg has no encoder " + name);
        }
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
    }

    AVCodecContext context() {
        return context;
    }

    /** Opens the encoder; options by name and value, alternating. */
    void open(String... options) throws IOException {
        AVDictionary dictionary = Ffmpeg.options(options);
        try {
            Ffmpeg.check(
                    avcodec.avcodec_open2(context, (AVCodec) null, dictionary), name + " cannot encode " + describe());
        } finally {
            avutil.av_dict_free(dictionary);
        }
    }

    /** Encodes a frame, or with null whatever the encoder still holds. */
    void encode(@Nullable AVFrame frame, PacketReceiver receiver) throws IOException {
        Ffmpeg.check(avcodec.avcodec_send_frame(context, frame), name + " cannot encode a frame");
        while (true) {
            int result = avcodec.avcodec_receive_packet(context, packet);
            if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF) {
                return;
            }
            Ffmpeg.check(result, name + " cannot encode a frame");
            try {
                receiver.accept(packet);
            } finally {
                avcodec.av_packet_unref(packet);
            }
        }
    }

    private String describe() {
        return context.codec_type() == avutil.AVMEDIA_TYPE_AUDIO
                ? "sound with " + context.sample_rate() + " samples a second"
                : "pictures of " + context.width() + "×" + context.height();
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(context);
    }
}
