package dev.ovi.runtime.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ovi bench}: what can be measured on this machine. */
@Command(
        name = "bench",
        description = "Measure how fast parts of Ovi are on this machine.",
        subcommands = {
            AttentionBenchCommand.class,
            CaptureBenchCommand.class,
            GenerateBenchCommand.class,
            RenderBenchCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: say what to measure.");
    }
}
