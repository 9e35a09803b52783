package dev.ovi.runtime.cli;

import picocli.CommandLine.Option;

/** The option of every command whose output a machine may read. */
final class JsonOption {
    @Option(names = "--json", description = "Write JSON to standard output, and nothing else.")
    private boolean json;

    boolean isGiven() {
        return json;
    }
}
