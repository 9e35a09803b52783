package dev.ovi.runtime.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ovi} itself: what every command inherits, and the place where commands are listed. */
@Command(
        name = "ovi",
        description = "See what a text-to-video model is looking at, at full speed.",
        subcommands = {
            GenerateCommand.class,
            RenderCommand.class,
            InspectCommand.class,
            ScoreCommand.class,
            PluginsCommand.class,
            ParityCommand.class,
            ConfigCommand.class,
            BenchCommand.class
        },
        versionProvider = OviVersion.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:the work failed", "2:the call was wrong"})
final class OviCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace when something fails.")
    private boolean debug;

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: say what to do.");
    }
}
