package dev.ovi.visualizer.compare;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.WordMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One record of a comparison, with the word that is compared.
 *
 * @param letter how pictures refer to it: A is what the others are compared with
 * @param title what tells it apart from the others
 * @param subject the record and its video
 * @param word the word's maps
 */
record Side(String letter, String title, RenderSubject subject, WordMap word) {

    /** The sides of one word. */
    static List<Side> of(List<RenderSubject> subjects, List<String> titles, RenderRequest request) {
        return IntStream.range(0, subjects.size())
                .mapToObj(i -> new Side(
                        Character.toString('A' + i),
                        titles.get(i),
                        subjects.get(i),
                        WordMap.of(subjects.get(i), request).getFirst()))
                .toList();
    }

    AttentionRecord record() {
        return subject.record();
    }

    /**
     * The word's map.
     *
     * @throws IllegalArgumentException if there is a value that is not finite
     */
    Plane map(Moment moment) {
        try {
            return word.at(moment);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(letter + " (" + title + "): " + e.getMessage(), e);
        }
    }
}
