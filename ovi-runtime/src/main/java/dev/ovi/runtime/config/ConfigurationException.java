package dev.ovi.runtime.config;

import dev.ovi.runtime.base.UsageException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message is meant for the user and tells of every problem at once. */
public final class ConfigurationException extends UsageException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With at least one problem. */
    public ConfigurationException(List<Problem> problems) {
        super(describe(problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order in which it was found. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(List<Problem> problems) {
        if (problems.size() == 1) {
            return problems.getFirst().toString();
        }
        return problems.size() + " problems in the configuration:\n"
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
    }
}
