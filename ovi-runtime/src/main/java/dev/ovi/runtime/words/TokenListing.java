package dev.ovi.runtime.words;

import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tokens of a prompt as a table: index, piece, word, and whether its attention is captured. The last line stands for
 * all padding.
 */
public final class TokenListing {
    private static final String CAPTURED = "● ";
    private static final String PADDING = "padding";

    private final PromptText text;
    private final Set<Integer> captured;
    private final int indexWidth;
    private final int pieceWidth;

    private TokenListing(PromptText text, Set<Integer> captured) {
        this.text = text;
        this.captured = captured;
        this.indexWidth = Math.max(2, String.valueOf(text.paddingPosition()).length());
        int widest = text.tokens().stream()
                .mapToInt(token -> quoted(token).length())
                .max()
                .orElse(0);
        this.pieceWidth = Math.max(widest, PADDING.length());
    }

    /**
     * One line for each token, and one for the padding.
     *
     * @param captured the positions whose attention is captured, which are marked
     */
    public static List<String> lines(PromptText text, Set<Integer> captured) {
        return new TokenListing(text, captured).lines();
    }

    /** The positions of the prompt whose attention a run captures, in whatever kind. */
    public static Set<Integer> captured(RunInfo run, boolean captures) {
        if (!captures) {
            return Set.of();
        }
        return run.requested().requests().stream()
                .filter(request -> request.branch() == Branch.CONDITIONAL)
                .filter(request -> request.kind().position() == Sequence.TEXT)
                .flatMap(request -> request.positions().stream())
                .collect(Collectors.toSet());
    }

    private List<String> lines() {
        Map<Integer, String> words = new HashMap<>();
        for (Word word : text.words()) {
            word.tokens().forEach(token -> words.put(token, word.label()));
        }
        List<String> lines = new ArrayList<>();
        for (PromptToken token : text.tokens()) {
            lines.add(line(token.index(), quoted(token), words.getOrDefault(token.index(), "")));
        }
        if (text.paddingCount() > 0) {
            lines.add(line(text.paddingPosition(), PADDING, text.paddingCount() + " times"));
        }
        if (!captured.isEmpty()) {
            lines.add(CAPTURED + "is captured");
        }
        return lines;
    }

    private String line(int index, String piece, String word) {
        String number = String.valueOf(index);
        return ("Index " + " ".repeat(indexWidth - number.length()) + number + ": " + piece
                        + " ".repeat(Math.max(pieceWidth - piece.length(), 0) + 2)
                        + (captured.contains(index) ? CAPTURED : "  ") + word)
                .stripTrailing();
    }

    private static String quoted(PromptToken token) {
        return "'" + token.piece() + "'";
    }
}
