package dev.ovi.runtime.engine;

import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tokens of a prompt as a table: index, piece, word, and whether its attention is captured. */
final class TokenTable {
    private TokenTable() {}

    /**
     * One line for each token.
     *
     * @param captured the positions whose attention is captured
     */
    static List<String> lines(PromptText text, Set<Integer> captured) {
        Map<Integer, String> words = wordByToken(text);
        int width = text.tokens().stream()
                .mapToInt(token -> token.piece().length() + 2)
                .max()
                .orElse(0);
        return text.tokens().stream()
                .map(token -> line(token, words.getOrDefault(token.index(), ""), width, captured))
                .collect(Collectors.toList());
    }

    /** The positions of the prompt whose attention a run captures, in whatever kind. */
    static Set<Integer> captured(RunInfo run, boolean captures) {
        if (!captures) {
            return Set.of();
        }
        return run.requested().requests().stream()
                .filter(request -> request.branch() == Branch.CONDITIONAL)
                .filter(request -> request.kind().position() == Sequence.TEXT)
                .flatMap(request -> request.positions().stream())
                .collect(Collectors.toSet());
    }

    private static String line(PromptToken token, String word, int width, Set<Integer> captured) {
        String quoted = "'" + token.piece() + "'";
        return "Index " + " ".repeat(token.index() < 10 ? 1 : 0) + token.index() + ": " + quoted
                + " ".repeat(Math.max(width - quoted.length(), 0) + 2)
                + (captured.contains(token.index()) ? "● " : "  ") + word;
    }

    private static Map<Integer, String> wordByToken(PromptText text) {
        List<Word> words = text.words();
        Map<String, Long> counts = words.stream()
                .collect(Collectors.groupingBy(word -> word.text().toLowerCase(Locale.ROOT), Collectors.counting()));
        Map<Integer, String> byToken = new HashMap<>();
        for (Word word : words) {
            boolean repeated = counts.getOrDefault(word.text().toLowerCase(Locale.ROOT), 1L) > 1;
            String label = repeated ? word.text() + "#" + word.occurrence() : word.text();
            word.tokens().forEach(token -> byToken.put(token, label));
        }
        return byToken;
    }
}
