package dev.ovi.runtime.media;

import dev.ovi.runtime.base.OwnProcess;
import dev.ovi.runtime.base.StartupProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * What all calls into FFmpeg share: loading, and error codes that become exceptions. FFmpeg's own log is the process's, and
 * silent only in one of {@linkplain OwnProcess our own}.
 */
final class Ffmpeg {
    private static final int MESSAGE_BYTES = 256;

    static {
        // JavaCPP would refuse to allocate once the whole process, memory-mapped weights included, is large.
        try (var _ = StartupProperties.set(Map.of("org.bytedeco.javacpp.maxPhysicalBytes", "0"))) {
            avutil.avutil_version();
        }
        if (OwnProcess.isDeclared()) {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        }
    }

    private Ffmpeg() {}

    /** Loads FFmpeg's base library. Every class that calls FFmpeg calls this first. */
    static void load() {}

    /**
     * Passes a result on, or throws if it is an error code.
     *
     * @param result what FFmpeg returned
     * @param action what was tried, for the message: {@code cannot write circle.gif}
     */
    static int check(int result, String action) throws IOException {
        if (result < 0) {
            throw new IOException(action + ": " + message(result));
        }
        return result;
    }

    /** FFmpeg's text for an error code, such as {@code No space left on device}. */
    static String message(int error) {
        byte[] buffer = new byte[MESSAGE_BYTES];
        avutil.av_strerror(error, buffer, buffer.length);
        int length = 0;
        while (length < buffer.length && buffer[length] != 0) {
            length++;
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    /** A file's name as FFmpeg wants it: never mistaken for another protocol. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    /** Options by name and value, alternating; the caller frees them. */
    static AVDictionary options(String... namesAndValues) {
        AVDictionary options = new AVDictionary(null);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            avutil.av_dict_set(options, namesAndValues[i], namesAndValues[i + 1], 0);
        }
        return options;
    }
}
