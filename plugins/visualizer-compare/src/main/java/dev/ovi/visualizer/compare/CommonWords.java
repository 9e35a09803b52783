package dev.ovi.visualizer.compare;

import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.RenderSubject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which word of one prompt is compared with which of another: the same word; and where as many words were chosen in both,
 * those in the same place that the other prompt has not, for instance "red" with the "green" that was put in its place.
 */
final class CommonWords {
    private CommonWords() {}

    /**
     * For each word that all subjects have, the subjects with this word alone.
     *
     * @throws MissingMapException if there is none; the message says what each has
     */
    static List<List<RenderSubject>> of(List<RenderSubject> subjects) {
        List<TokenGroup> words = subjects.getFirst().wordsOrContent();
        List<List<RenderSubject>> common = IntStream.range(0, words.size())
                .mapToObj(place -> counterparts(place, subjects))
                .filter(found -> found.size() == subjects.size())
                .toList();
        if (common.isEmpty()) {
            throw new MissingMapException("the records have no word in common: "
                    + subjects.stream().map(CommonWords::describe).collect(Collectors.joining("; ")));
        }
        return common;
    }

    private static List<RenderSubject> counterparts(int place, List<RenderSubject> subjects) {
        List<TokenGroup> words = subjects.getFirst().wordsOrContent();
        return subjects.stream()
                .flatMap(subject -> counterpart(place, words, subject.wordsOrContent()).stream()
                        .map(word -> subject.withWords(List.of(word))))
                .toList();
    }

    private static Optional<TokenGroup> counterpart(int place, List<TokenGroup> words, List<TokenGroup> others) {
        Optional<TokenGroup> same = find(words.get(place).label(), others);
        if (same.isPresent() || words.size() != others.size()) {
            return same;
        }
        TokenGroup inPlace = others.get(place);
        return find(inPlace.label(), words).isPresent() ? Optional.empty() : Optional.of(inPlace);
    }

    private static Optional<TokenGroup> find(String label, List<TokenGroup> words) {
        return words.stream()
                .filter(word -> word.label().equalsIgnoreCase(label))
                .findFirst();
    }

    private static String describe(RenderSubject subject) {
        return "\"" + subject.record().prompt().raw() + "\" has "
                + subject.wordsOrContent().stream().map(TokenGroup::label).collect(Collectors.joining(", "));
    }
}
