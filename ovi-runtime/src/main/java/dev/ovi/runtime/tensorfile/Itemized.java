package dev.ovi.runtime.tensorfile;

import java.util.List;
import java.util.stream.Collectors;

/** Many problems in one message. */
public final class Itemized {
    private static final int MOST = 40;

    private Itemized() {}

    /** A heading and one line for each problem; beyond the first forty only their number. */
    public static String list(String heading, List<String> problems) {
        String lines =
                problems.stream().limit(MOST).map(problem -> "\n  " + problem).collect(Collectors.joining());
        String rest = problems.size() > MOST ? "\n  and " + (problems.size() - MOST) + " more" : "";
        return heading + ":" + lines + rest;
    }
}
