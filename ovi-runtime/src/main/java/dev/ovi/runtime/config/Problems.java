package dev.ovi.runtime.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that a user hears of all of them in one go. */
final class Problems {
    /** A file with more mistakes than this is not a configuration. */
    private static final int MOST = 50;

    private final List<Problem> found = new ArrayList<>();

    /** @throws ConfigurationException if there are more problems than anyone would read */
    void report(Origin origin, String message) {
        found.add(new Problem(origin, message));
        if (found.size() >= MOST) {
            throwIfAny();
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Reports all of this to the other. */
    void moveTo(Problems other) {
        found.forEach(problem -> other.report(problem.origin(), problem.message()));
    }

    /** @throws ConfigurationException if anything was reported */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
    }
}
