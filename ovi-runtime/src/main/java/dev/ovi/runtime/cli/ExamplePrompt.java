package dev.ovi.runtime.cli;

import picocli.CommandLine.Parameters;

/** The prompt of a benchmark that makes a video: the README's, if none is given. */
final class ExamplePrompt {
    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            defaultValue = "a red circle moving left and a blue square moving up",
            description = "What the video shows. Default: ${DEFAULT-VALUE}.")
    private String text;

    String text() {
        return text;
    }
}
