package dev.ovi.runtime.media;

import dev.ovi.api.visual.AudioTrack;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/** Decodes sound to samples at its own rate, mixed to one channel. */
final class SoundReader {
    private float[] samples = new float[1 << 16];
    private int count;

    private SoundReader() {}

    /**
     * The sound of a video or sound file, if it has any.
     *
     * @throws IOException if the file cannot be read
     */
    static Optional<AudioTrack> read(Path file) throws IOException {
        try (Demuxer demuxer = new Demuxer(file)) {
            Optional<Integer> stream = demuxer.bestSound();
            if (stream.isEmpty()) {
                return Optional.empty();
            }
            demuxer.only(stream.get());
            try (Decoder decoder = new Decoder(demuxer, stream.get())) {
                return Optional.of(new SoundReader().decode(decoder));
            }
        }
    }

    private AudioTrack decode(Decoder decoder) throws IOException {
        int rate = decoder.context().sample_rate();
        AVFrame frame = avutil.av_frame_alloc();
        AVFrame mono = avutil.av_frame_alloc();
        SwrContext mixer = swresample.swr_alloc();
        try (AVChannelLayout layout = new AVChannelLayout()) {
            avutil.av_channel_layout_default(layout, 1);
            while (decoder.next(frame)) {
                mono.format(avutil.AV_SAMPLE_FMT_FLT).sample_rate(rate);
                avutil.av_channel_layout_copy(mono.ch_layout(), layout);
                Ffmpeg.check(swresample.swr_convert_frame(mixer, mono, frame), "cannot mix the sound");
                append(mono);
                avutil.av_frame_unref(mono);
                avutil.av_frame_unref(frame);
            }
        } finally {
            swresample.swr_free(mixer);
            avutil.av_frame_free(mono);
            avutil.av_frame_free(frame);
        }
        return new AudioTrack(Arrays.copyOf(samples, count), rate);
    }

    private void append(AVFrame mono) {
        int more = mono.nb_samples();
        if (count + more > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(samples.length * 2, count + more));
        }
        MemorySegment memory = MemorySegment.ofAddress(mono.data(0).address()).reinterpret((long) more * Float.BYTES);
        MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, samples, count, more);
        count += more;
    }
}
