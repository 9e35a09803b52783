package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Debian's FFmpeg, which reads back what ours has written. */
final class Tool {
    private Tool() {}

    /** What ffprobe prints about a file; the test is skipped where there is no ffprobe. */
    static String ffprobe(String... arguments) {
        return new String(run("ffprobe", arguments), StandardCharsets.UTF_8);
    }

    /** What ffmpeg writes to its standard output; the test is skipped where there is no ffmpeg. */
    static byte[] ffmpeg(String... arguments) {
        return run("ffmpeg", arguments);
    }

    private static byte[] run(String tool, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool, "-v", "error"));
        command.addAll(Arrays.asList(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).as("exit code of %s", command).isZero();
            return output;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such file")) {
                return abort("skipped: needs " + tool + " (Debian package ffmpeg)");
            }
            throw new UncheckedIOException(e);
        }
    }
}
