package dev.ovi.runtime.base;

import java.util.List;
import java.util.stream.Collectors;

/** Many problems in one message. */
public final class ProblemList {
    private static final int MOST = 40;

    private ProblemList() {}

    /** A heading and one line for each problem; beyond the first forty only their number. */
    public static String message(String heading, List<String> problems) {
        String lines =
                problems.stream().limit(MOST).map(problem -> "\n  " + problem).collect(Collectors.joining());
        String rest = problems.size() > MOST ? "\n  and " + (problems.size() - MOST) + " more" : "";
        return heading + ":" + lines + rest;
    }
}
