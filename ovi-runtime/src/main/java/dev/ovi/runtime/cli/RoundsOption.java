package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.UsageException;
import picocli.CommandLine.Option;

/** The option of every benchmark. */
final class RoundsOption {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is timed; medians are shown. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    /** At least 1. */
    int count() {
        if (rounds < 1) {
            throw new UsageException("--rounds is " + rounds + "; expected 1 or more");
        }
        return rounds;
    }
}
