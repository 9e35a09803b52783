package dev.ovi.runtime.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of {@code ovi}, as a user makes it.
 *
 * @param exitCode how it ended
 * @param out what it said on standard output
 * @param err what it said on standard error
 */
record CommandLineRun(int exitCode, String out, String err) {
    static final Path EXAMPLE = Path.of("..", "..", "examples", "tiny-ovi");

    /** Runs a command with the small trained model. */
    static CommandLineRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    /** Generates with the small trained model. */
    static CommandLineRun generate(Path directory, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("generate", "--config", EXAMPLE.resolve("tiny-ovi.yaml").toString()));
        arguments.addAll(
                List.of("--set", "ckpt_dir=" + EXAMPLE.resolve("ckpts"), "--output-dir", directory.toString()));
        arguments.addAll(List.of(more));
        return of(arguments.toArray(String[]::new));
    }
}
