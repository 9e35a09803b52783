package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theVersionIsTheBuildsOwn() {
        assertThat(execute(Main.commandLine(), "--version")).isZero();
        assertThat(out.toString()).matches("ovi \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void helpNamesTheExitCodes() {
        assertThat(execute(Main.commandLine(), "--help")).isZero();
        assertThat(out.toString()).contains("0", "fine", "1", "the work failed", "2", "the call was wrong");
    }

    @Test
    void aCallWithoutACommandIsWrong() {
        assertThat(execute(Main.commandLine())).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command", "ovi --help");
    }

    @Test
    void anUnknownOptionIsAWrongCallAndShowsNoStackTrace() {
        assertThat(execute(Main.commandLine(), "--versoin")).isEqualTo(2);
        assertThat(err.toString()).contains("--versoin", "--version").doesNotContain("\tat ");
    }

    @Test
    void failedWorkIsOneLine() {
        var line = Main.commandLine().addSubcommand(new Failing(new OviException("model.safetensors: is cut short")));

        assertThat(execute(line, "fail")).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("ovi: model.safetensors: is cut short\n");
    }

    @Test
    void aUsageExceptionOfACommandIsAWrongCall() {
        var line = Main.commandLine().addSubcommand(new Failing(new UsageException("--steps: found 0, at least 1")));

        assertThat(execute(line, "fail")).isEqualTo(2);
    }

    @Test
    void anUnforeseenFailureNamesItsKindAndTheWayToItsTrace() {
        var line = Main.commandLine().addSubcommand(new Failing(new IllegalStateException("odd")));

        assertThat(execute(line, "fail")).isEqualTo(1);
        assertThat(err.toString())
                .contains("IllegalStateException: odd", "--debug")
                .doesNotContain("\tat ");
    }

    @Test
    void debugAfterTheCommandShowsTheTrace() {
        var line = Main.commandLine().addSubcommand(new Failing(new OviException("broken")));

        assertThat(execute(line, "fail", "--debug")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat " + getClass().getName());
    }

    private int execute(CommandLine line, String... args) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Command(name = "fail")
    private record Failing(RuntimeException failure) implements Runnable {
        @Override
        public void run() {
            throw failure;
        }
    }
}
