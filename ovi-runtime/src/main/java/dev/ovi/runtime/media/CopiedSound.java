package dev.ovi.runtime.media;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Another file's sound, packet by packet as it is. */
final class CopiedSound implements SoundFeed {
    private final Demuxer demuxer;
    private final int source;
    private final Muxer muxer;
    private final AVStream stream;
    private final AVRational timeBase;
    private final AVPacket packet;
    private boolean pending;

    /** Takes the demuxer over, unless this fails. */
    CopiedSound(Demuxer demuxer, int source, Muxer muxer) throws IOException {
        this.demuxer = demuxer;
        this.source = source;
        this.muxer = muxer;
        timeBase = demuxer.timeBase(source);
        demuxer.only(source);
        stream = muxer.addCopy(demuxer.parameters(source), timeBase);
        packet = avcodec.av_packet_alloc();
    }

    @Override
    public void advance(double seconds) throws IOException {
        while (pending || (pending = demuxer.read(packet))) {
            if (packet.stream_index() == source) {
                if (packet.dts() * avutil.av_q2d(timeBase) > seconds) {
                    return;
                }
                muxer.write(packet, timeBase, stream);
            }
            avcodec.av_packet_unref(packet);
            pending = false;
        }
    }

    @Override
    public void finish() throws IOException {
        advance(Double.POSITIVE_INFINITY);
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        demuxer.close();
    }
}
