package dev.ovi.runtime.media;

import dev.ovi.api.visual.AudioTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Puts sound into a file in step with the pictures. Made before the file's header is written. */
interface SoundFeed extends AutoCloseable {

    /** Writes the sound up to a time. */
    void advance(double seconds) throws IOException;

    /** Writes the rest. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** The feed for a sound. */
    static SoundFeed of(Sound sound, Muxer muxer) throws IOException {
        return switch (sound) {
            case Sound.None _ -> new Silence();
            case Sound.Samples samples -> new EncodedSound(samples.track(), muxer);
            case Sound.Copy copy -> copyOf(copy.file(), muxer);
        };
    }

    private static SoundFeed copyOf(Path file, Muxer muxer) throws IOException {
        Demuxer demuxer = new Demuxer(file);
        try {
            Optional<Integer> stream = demuxer.bestSound();
            if (stream.isPresent()
                    && muxer.accepts(demuxer.parameters(stream.get()).codec_id())) {
                return new CopiedSound(demuxer, stream.get(), muxer);
            }
        } catch (IOException e) {
            demuxer.close();
            throw e;
        }
        demuxer.close();
        Optional<AudioTrack> track = SoundReader.read(file);
        return track.isPresent() ? new EncodedSound(track.get(), muxer) : new Silence();
    }

    /** No sound. */
    final class Silence implements SoundFeed {
        @Override
        public void advance(double seconds) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
