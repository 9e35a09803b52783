package dev.ovi.runtime.media;

import dev.ovi.api.visual.AudioTrack;
import java.nio.file.Path;

/** The sound that goes with a video that is being written. */
public sealed interface Sound {

    /** Silence: no sound stream. */
    record None() implements Sound {}

    /**
     * Samples, encoded as AAC at their own rate, one channel.
     *
     * @param track amplitudes in −1…1; what lies outside is clipped
     */
    record Samples(AudioTrack track) implements Sound {}

    /**
     * Another file's sound, copied without decoding where MP4 can hold it. A file without sound stays silent.
     *
     * @param file a video or sound file
     */
    record Copy(Path file) implements Sound {}
}
