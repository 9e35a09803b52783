package dev.ovi.visualizer.compare;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What tells records apart, in words: prompt, seed, edits and whatever else differs between them, and nothing else. */
final class Titles {
    private static final String EDITS = "attention.edits";
    /** What differs most often and matters most; the other settings follow in the order of the configuration. */
    private static final List<String> FIRST_KEYS = List.of("seed", EDITS);
    /** Settings that say where a run's files are or how it was looked at, and change nothing that is seen. */
    private static final Predicate<String> NO_CAUSE = key -> key.equals("text_prompt")
            || key.equals("output_dir")
            || key.equals("each_example_n_times")
            || Stream.of("attention.capture.", "attention.sinks", "visualize.", "plugins.")
                    .anyMatch(key::startsWith);

    private static final int FACTS = 4;
    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST_PROMPT = 120;

    private final List<RenderSubject> subjects;
    private final List<List<String>> facts;

    private Titles(List<RenderSubject> subjects) {
        this.subjects = subjects;
        this.facts = subjects.stream()
                .<List<String>>map(subject -> new ArrayList<>())
                .toList();
    }

    /** A title for each subject. Where nothing differs, the names of their files. */
    static List<String> of(List<RenderSubject> subjects, RenderRequest request) {
        var titles = new Titles(subjects);
        titles.add(prompts(subjects));
        titles.addSettings();
        titles.add(titles.each(Titles::progress));
        titles.add(titles.each(record -> patches(record, request)));
        return titles.joined();
    }

    private void addSettings() {
        Set<String> keys = new LinkedHashSet<>(FIRST_KEYS);
        subjects.forEach(subject -> keys.addAll(subject.record().configuration().keySet()));
        keys.stream().filter(NO_CAUSE.negate()).forEach(key -> add(each(record -> setting(key, record))));
    }

    private List<Optional<String>> each(Function<AttentionRecord, Optional<String>> fact) {
        return subjects.stream().map(subject -> fact.apply(subject.record())).toList();
    }

    /** Adds what differs between those that know it. */
    private void add(List<Optional<String>> texts) {
        if (texts.stream().flatMap(Optional::stream).distinct().count() > 1) {
            for (int i = 0; i < texts.size(); i++) {
                texts.get(i).ifPresent(facts.get(i)::add);
            }
        }
    }

    private List<String> joined() {
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            List<String> own = facts.get(i);
            int more = own.size() - FACTS;
            titles.add(
                    own.isEmpty()
                            ? name(subjects.get(i))
                            : String.join(" · ", own.subList(0, Math.min(own.size(), FACTS)))
                                    + (more > 0 ? " · and " + more + " more" : ""));
        }
        return titles;
    }

    private static String name(RenderSubject subject) {
        if (!subject.label().isEmpty()) {
            return subject.label();
        }
        return subject.frames()
                .file()
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse("first record");
    }

    private static Optional<String> setting(String key, AttentionRecord record) {
        Optional<String> value = Optional.ofNullable(record.configuration().get(key));
        if (key.equals(EDITS)) {
            return value.map(edits -> edits.equals("[]") ? "no edits" : "edits " + shorten(edits, LONGEST_VALUE));
        }
        return value.map(text -> key + " " + (text.isEmpty() ? "none" : shorten(text, LONGEST_VALUE)));
    }

    private static Optional<String> progress(AttentionRecord record) {
        return Optional.of(
                record.partial()
                        ? "stopped after " + record.completedSteps() + " of "
                                + record.timesteps().size() + " steps"
                        : "complete");
    }

    private static Optional<String> patches(AttentionRecord record, RenderRequest request) {
        return record.find(request.kind(), request.branch()).map(series -> series.grid() + " patches");
    }

    /** The prompts without the words at both ends that all have in common, but for one, so that no end is empty. */
    private static List<Optional<String>> prompts(List<RenderSubject> subjects) {
        List<List<String>> prompts = subjects.stream()
                .map(subject ->
                        Arrays.asList(subject.record().prompt().raw().strip().split("\\s+")))
                .toList();
        int start = commonStart(prompts);
        int end = commonStart(prompts.stream()
                .map(words -> words.subList(start, words.size()).reversed())
                .toList());
        return prompts.stream()
                .map(words -> Optional.of(excerpt(words, start, end)))
                .toList();
    }

    private static int commonStart(List<List<String>> texts) {
        int shortest = texts.stream().mapToInt(List::size).min().orElse(0);
        int common = 0;
        while (common < shortest && isSame(texts, common)) {
            common++;
        }
        return common;
    }

    private static boolean isSame(List<List<String>> texts, int place) {
        return texts.stream().map(words -> words.get(place)).distinct().count() == 1;
    }

    private static String excerpt(List<String> words, int commonStart, int commonEnd) {
        int from = Math.max(commonStart - 1, 0);
        int to = Math.min(words.size() - commonEnd + 1, words.size());
        String text = String.join(" ", words.subList(from, to));
        return "“" + (from > 0 ? "… " : "") + shorten(text, LONGEST_PROMPT) + (to < words.size() ? " …" : "") + "”";
    }

    private static String shorten(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
