package dev.ovi.runtime.config;

import dev.ovi.runtime.base.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A choice of indices from 0: all of them, or single ones and ranges.
 *
 * @param ranges in the order in which they were written; at least one
 */
public record IndexSet(List<Range> ranges) {
    /** Every index. */
    public static final IndexSet ALL = new IndexSet(List.of(new Range(0, Integer.MAX_VALUE)));

    static final String ALLOWED = "all, an index from 0, a range such as 3..9, or several as 0..4,12";

    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,9})\\s*(?:\\.\\.\\s*([0-9]{1,9})\\s*)?");

    /**
     * Neighbouring indices.
     *
     * @param first from 0
     * @param last not below {@code first}; included
     */
    public record Range(int first, int last) {
        /** @throws IllegalArgumentException if negative or the wrong way round */
        public Range {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(first + ".." + last);
            }
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + ".." + last;
        }
    }

    /** @throws IllegalArgumentException without ranges */
    public IndexSet {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("no indices");
        }
        ranges = List.copyOf(ranges);
    }

    /** A single index. */
    public static IndexSet of(int index) {
        return new IndexSet(List.of(new Range(index, index)));
    }

    /** Whether this is every index there may be. */
    public boolean isAll() {
        return equals(ALL);
    }

    /** Whether an index is among the chosen ones. */
    public boolean contains(int index) {
        return ranges.stream().anyMatch(range -> range.first() <= index && index <= range.last());
    }

    /** The chosen indices below {@code size}, in the order of the ranges, each once. */
    public IntStream below(int size) {
        return ranges.stream()
                .flatMapToInt(range -> IntStream.rangeClosed(range.first(), Math.min(range.last(), size - 1)))
                .distinct();
    }

    /**
     * The chosen indices below {@code size}, in ascending order.
     *
     * @param key the setting that they come from, for the message
     * @param things what is numbered, for the message
     * @throws UsageException if there is none
     */
    public Set<Integer> among(int size, String key, String things) {
        Set<Integer> chosen = below(size).boxed().collect(Collectors.toCollection(TreeSet::new));
        if (chosen.isEmpty()) {
            throw new UsageException(key + " is " + this + "; there are " + things + " 0 to " + (size - 1));
        }
        return chosen;
    }

    /** Reads {@code all}, {@code 7}, {@code 3..9} or {@code 0..4,12}. */
    static Optional<IndexSet> parse(String text) {
        if (text.strip().equals("all")) {
            return Optional.of(ALL);
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                return Optional.empty();
            }
            ranges.add(new Range(first, last));
        }
        return Optional.of(new IndexSet(ranges));
    }

    /** As YAML and JSON have it: a number where it is one index, otherwise text. */
    Object toPlain() {
        if (ranges.size() == 1 && ranges.getFirst().first() == ranges.getFirst().last()) {
            return ranges.getFirst().first();
        }
        return toString();
    }

    @Override
    public String toString() {
        return isAll() ? "all" : ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
