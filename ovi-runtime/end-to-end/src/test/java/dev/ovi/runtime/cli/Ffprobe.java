package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Debian's ffprobe, which says what a file is. */
final class Ffprobe {
    private Ffprobe() {}

    /** What a file's video is, by ffprobe's names; the test is skipped where there is no ffprobe. */
    static Map<String, String> video(Path file) {
        return stream(file, "v:0");
    }

    /** What a file's sound is; empty where there is none. */
    static Map<String, String> sound(Path file) {
        return stream(file, "a:0");
    }

    private static Map<String, String> stream(Path file, String stream) {
        String[] command = {
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            stream,
            "-count_frames",
            "-show_entries",
            "stream=codec_name,width,height,pix_fmt,avg_frame_rate,nb_read_frames,duration",
            "-of",
            "default=noprint_wrappers=1",
            file.toString()
        };
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("exit code of ffprobe").isZero();
            Map<String, String> entries = new HashMap<>();
            output.lines().map(line -> line.split("=", 2)).forEach(pair -> entries.put(pair[0], pair[1]));
            return entries;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such file")) {
                return abort("skipped: needs ffprobe (Debian package ffmpeg)");
            }
            throw new UncheckedIOException(e);
        }
    }
}
