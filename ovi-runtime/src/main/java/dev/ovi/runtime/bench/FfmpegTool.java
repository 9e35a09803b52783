package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import java.util.ArrayList;
import java.util.List;

/** The {@code ffmpeg} command of this machine. */
public final class FfmpegTool {
    private static final String NAME = "ffmpeg";

    private final String version;

    private FfmpegTool(String version) {
        this.version = version;
    }

    /**
     * The command, if there is one.
     *
     * @throws OviException if there is none; the message says how to install it
     */
    public static FfmpegTool find() {
        String first = run(List.of(NAME, "-version")).lines().findFirst().orElse(NAME);
        int end = first.indexOf(" Copyright");
        return new FfmpegTool(end < 0 ? first : first.substring(0, end));
    }

    /** Its name and version. */
    public String version() {
        return version;
    }

    /**
     * Runs it to its end.
     *
     * @throws OviException if it fails; the message has its own
     */
    void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(NAME, "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static String run(List<String> command) {
        return ChildProcess.run(
                command,
                "the command ffmpeg was not found, and there is nothing to compare with; install it (Debian: apt-get"
                        + " install ffmpeg)");
    }
}
