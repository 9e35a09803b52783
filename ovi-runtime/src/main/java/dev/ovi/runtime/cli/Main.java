package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.torch.NativeHeap;
import dev.ovi.torch.OpenMpWaiting;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Where the process starts. Every failure ends here as one message on standard error and an exit code: 1 when the work
 * failed, 2 when the call was wrong. A stack trace is shown only with {@code --debug}.
 */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] args) {
        // Build scripts ask for it often, and most of the time would go into commands that are not called.
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println(OviVersion.text());
            return;
        }
        OpenMpWaiting.shorten();
        NativeHeap.keepFreedMemory();
        System.exit(commandLine().execute(args));
    }

    /** The command line with all commands, for tests and for whoever embeds it. */
    static CommandLine commandLine() {
        var ovi = new OviCommand();
        return new CommandLine(ovi)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> wrongCall(e, ovi.debug()))
                .setExecutionExceptionHandler((e, command, result) -> failedWork(e, command, ovi.debug()));
    }

    private static int wrongCall(ParameterException e, boolean debug) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(message(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println(
                "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes and for an example.");
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int failedWork(Exception e, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        err.println(message(e));
        if (debug) {
            e.printStackTrace(err);
        } else if (!(e instanceof OviException)) {
            err.println("This failure was not foreseen. Run again with --debug to see where it happened.");
        }
        err.flush();
        return e instanceof UsageException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Exception e) {
        String text = e.getMessage();
        if (text == null) {
            return "ovi: " + e.getClass().getSimpleName();
        }
        return e instanceof OviException || e instanceof ParameterException
                ? "ovi: " + text
                : "ovi: " + e.getClass().getSimpleName() + ": " + text;
    }
}
