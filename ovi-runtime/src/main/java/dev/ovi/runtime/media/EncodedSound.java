package dev.ovi.runtime.media;

import dev.ovi.api.visual.AudioTrack;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Samples as AAC, one channel, at the samples' own rate. */
final class EncodedSound implements SoundFeed {
    /** Transparent for one channel; the encoder takes what the rate allows. */
    private static final long BITS_PER_SECOND = 128_000;

    private final AudioTrack track;
    private final Encoder encoder;
    private final AVFrame frame;
    private final AVStream stream;
    private final AVRational timeBase;
    private final Encoder.PacketReceiver receiver;
    private int position;

    EncodedSound(AudioTrack track, Muxer muxer) throws IOException {
        for (float sample : track.samples()) {
            if (!Float.isFinite(sample)) {
                throw new IOException("the sound contains " + sample + ", which cannot be encoded");
            }
        }
        this.track = track;
        timeBase = avutil.av_make_q(1, track.sampleRate());
        encoder = new Encoder("aac");
        frame = avutil.av_frame_alloc();
        try {
            var context = encoder.context();
            context.sample_rate(track.sampleRate())
                    .sample_fmt(avutil.AV_SAMPLE_FMT_FLTP)
                    .bit_rate(BITS_PER_SECOND)
                    .time_base(timeBase);
            avutil.av_channel_layout_default(context.ch_layout(), 1);
            if (muxer.wantsGlobalHeader()) {
                context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
            }
            encoder.open();
            stream = muxer.addStream(context);
            frame.format(avutil.AV_SAMPLE_FMT_FLTP)
                    .sample_rate(track.sampleRate())
                    .nb_samples(context.frame_size());
            avutil.av_channel_layout_default(frame.ch_layout(), 1);
            Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "cannot hold sound");
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        receiver = packet -> muxer.write(packet, timeBase, stream);
    }

    @Override
    public void advance(double seconds) throws IOException {
        long until = (long) Math.ceil(seconds * track.sampleRate());
        int length = track.samples().length;
        int whole = encoder.context().frame_size();
        while (position < length && position < until) {
            int count = Math.min(whole, length - position);
            Ffmpeg.check(avutil.av_frame_make_writable(frame), "cannot write into a frame");
            MemorySegment memory =
                    MemorySegment.ofAddress(frame.data(0).address()).reinterpret((long) whole * Float.BYTES);
            for (int i = 0; i < count; i++) {
                float sample = Math.clamp(track.samples()[position + i], -1f, 1f);
                memory.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, sample);
            }
            frame.nb_samples(count).pts(position);
            encoder.encode(frame, receiver);
            position += count;
        }
    }

    @Override
    public void finish() throws IOException {
        advance(Double.POSITIVE_INFINITY);
        encoder.encode(null, receiver);
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        encoder.close();
    }
}
