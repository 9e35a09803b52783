package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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
        arguments.addAll(List.of("--output-dir", directory.toString()));
        arguments.addAll(List.of(more));
        return of(arguments.toArray(String[]::new));
    }

    /** The file of a folder whose name ends so; there must be one and no more. */
    static Path only(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).as(ending).hasSize(1);
            return found.getFirst();
        }
    }
}
