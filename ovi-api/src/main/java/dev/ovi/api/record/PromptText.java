package dev.ovi.api.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text as the model saw it.
 *
 * @param raw what the user wrote
 * @param text what the tokenizer saw, after tags were formatted and white space cleaned; spans of tokens lie in it
 * @param tokens its tokens, {@code </s>} included, padding not
 * @param length how many keys text attention has: the tokens and the padding behind them
 */
public record PromptText(String raw, String text, List<PromptToken> tokens, int length) {

    /** @throws IllegalArgumentException if tokens are not numbered from 0, or are more than there are keys */
    public PromptText {
        tokens = List.copyOf(tokens);
        if (tokens.size() > length) {
            throw new IllegalArgumentException(tokens.size() + " tokens do not fit into a text of length " + length);
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).index() != i) {
                throw new IllegalArgumentException("token " + i + " of \"" + text + "\" has index "
                        + tokens.get(i).index());
            }
        }
    }

    /** How many keys are padding. */
    public int paddingCount() {
        return length - tokens.size();
    }

    /** The position that stands for all padding together: one past the last token. */
    public int paddingPosition() {
        return tokens.size();
    }

    /** The tokens that stand for text: without {@code </s>}. */
    public List<PromptToken> realTokens() {
        return tokens.stream().filter(token -> token.role() != TokenRole.END).toList();
    }

    /**
     * The words, in order. A word is a run of letters, digits, apostrophes and hyphens, or a single other character that
     * is no space; a token belongs to the word that its first visible character lies in, and a token that is only a space
     * (▁) to the word behind it.
     */
    public List<Word> words() {
        Map<Span, List<Integer>> found = new LinkedHashMap<>();
        for (Span span : spans(text)) {
            List<Integer> inside = tokensStartingIn(span);
            if (!inside.isEmpty()) {
                found.put(span, inside);
            }
        }
        Map<String, Long> occurrences =
                found.keySet().stream().collect(Collectors.groupingBy(this::folded, Collectors.counting()));
        Map<String, Integer> seen = new HashMap<>();
        List<Word> words = new ArrayList<>();
        found.forEach((span, inside) -> {
            String folded = folded(span);
            words.add(new Word(
                    span.of(text),
                    span.start(),
                    span.end(),
                    inside,
                    seen.merge(folded, 1, Integer::sum),
                    Math.toIntExact(occurrences.getOrDefault(folded, 1L)),
                    tokens.get(inside.getFirst()).role()));
        });
        return words;
    }

    /**
     * One group for each different word, ignoring case: all its occurrences together, labelled in lower case, in the order
     * of the first ones.
     *
     * @param wanted which words; others are left out
     */
    public List<TokenGroup> wordGroups(Predicate<Word> wanted) {
        Map<String, List<Integer>> tokensByWord = new LinkedHashMap<>();
        words().stream()
                .filter(wanted)
                .forEach(word -> tokensByWord
                        .computeIfAbsent(fold(word.text()), key -> new ArrayList<>())
                        .addAll(word.tokens()));
        return tokensByWord.entrySet().stream()
                .map(word -> TokenGroup.sum(word.getKey(), word.getValue()))
                .toList();
    }

    private String folded(Span span) {
        return fold(span.of(text));
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Any text cut into words as {@link #words()} cuts this one. */
    public static List<String> split(String text) {
        return spans(text).stream().map(span -> span.of(text)).toList();
    }

    private static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int first = text.codePointAt(start);
            int end = start + Character.charCount(first);
            if (isWordPart(first)) {
                while (end < text.length() && isWordPart(text.codePointAt(end))) {
                    end += Character.charCount(text.codePointAt(end));
                }
            }
            if (!Character.isWhitespace(first)) {
                spans.add(new Span(start, end));
            }
            start = end;
        }
        return spans;
    }

    private List<Integer> tokensStartingIn(Span span) {
        return tokens.stream()
                .filter(token -> token.end() > token.start())
                .filter(token -> {
                    int visible = firstVisible(token);
                    return visible >= span.start() && visible < span.end();
                })
                .map(PromptToken::index)
                .toList();
    }

    private int firstVisible(PromptToken token) {
        int at = token.start();
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || codePoint == '\''
                || codePoint == '’'
                || codePoint == '-';
    }

    private record Span(int start, int end) {
        String of(String text) {
            return text.substring(start, end);
        }
    }
}
