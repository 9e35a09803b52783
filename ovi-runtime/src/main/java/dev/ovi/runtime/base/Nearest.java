package dev.ovi.runtime.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the names that a user may have meant. */
public final class Nearest {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {}

    /** The candidate that was probably meant, because it differs by no more than two letters; empty if none does. */
    public static Optional<String> slip(String name, Collection<String> candidates) {
        String written = name.toLowerCase(Locale.ROOT);
        return to(name, candidates, 1).stream()
                .filter(candidate -> DISTANCE.apply(written, candidate.toLowerCase(Locale.ROOT)) <= 2)
                .findFirst();
    }

    /** The candidates that differ least from a name in letters changed, added or left out, ignoring case; nearest first. */
    public static List<String> to(String name, Collection<String> candidates, int most) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                        candidate -> DISTANCE.apply(wanted, candidate.toLowerCase(Locale.ROOT))))
                .limit(most)
                .toList();
    }
}
